package chat.foyer.live.broker;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import chat.foyer.limit.ErrorCode;
import chat.foyer.live.connection.FrameRefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MultiValueMap;

/**
 * Decodes STOMP frames, and refuses a frame that breaks the rules of STOMP 1.2
 * ("Augmented BNF", "Value Encoding", "Repeated Header Entries") as soon as the offending
 * line or byte has arrived. Spring's decoder waits for the end of such a frame, or
 * overlooks some faults. Heart-beats result in no messages. Thread-safe.
 */
public class StrictStompDecoder extends StompDecoder {

	private static final String CONTENT_LENGTH = "content-length";

	/**
	 * An incomplete frame is decoded from its beginning whenever more of it arrives, so
	 * its headers must be few.
	 */
	private static final int MAX_HEADERS = 64;

	private static final Pattern DIGITS = Pattern.compile("[0-9]+");

	private static final Pattern HEART_BEAT = Pattern.compile("[0-9]{1,18},[0-9]{1,18}");

	private static final int MAX_DIGITS = 9;

	private static final Pattern ESCAPE = Pattern.compile("\\\\(.?)", Pattern.DOTALL);

	private static final Pattern RECEIPT = Pattern.compile("\nreceipt:([^\r\n]*)");

	private static final Pattern END_OF_HEAD = Pattern.compile("\r?\n\r?\n|\0");

	private static final int UNKNOWN = -1;

	private final int maxFrameBytes;

	/**
	 * Creates a decoder.
	 * @param maxFrameBytes the most bytes of a frame with its headers
	 */
	public StrictStompDecoder(int maxFrameBytes) {
		this.maxFrameBytes = maxFrameBytes;
	}

	/**
	 * Decodes the frames in a buffer. An incomplete frame at the end stays in the buffer.
	 * What follows a DISCONNECT is dropped, and so are the frames in front of one that
	 * breaks the rules.
	 * @param partialHeaders not used: an incomplete frame is looked at again whenever
	 * more of it arrives
	 * @throws FrameRefusedException if a frame breaks the rules
	 */
	@Override
	public List<Message<byte[]>> decode(ByteBuffer buffer, @Nullable MultiValueMap<String, String> partialHeaders) {
		List<Message<byte[]>> frames = new ArrayList<>(1);
		skipEol(buffer);
		while (buffer.hasRemaining()) {
			int start = buffer.position();
			Message<byte[]> frame;
			try {
				frame = decodeFrame(buffer);
			}
			catch (FrameRefusedException ex) {
				throw withReceipt(ex, buffer, start);
			}
			if (frame == null) {
				break;
			}
			frames.add(frame);
			if (SimpMessageHeaderAccessor.getMessageType(frame.getHeaders()) == SimpMessageType.DISCONNECT) {
				buffer.position(buffer.limit());
			}
			skipEol(buffer);
		}
		return frames;
	}

	/**
	 * Skips line ends: those behind a frame, and heart-beats. A CR whose LF has not
	 * arrived yet stays.
	 */
	@Override
	protected void skipEol(ByteBuffer buffer) {
		int at = buffer.position();
		while (at < buffer.limit() && (buffer.get(at) == '\n' || isFirstOfTwo(buffer, at))) {
			at++;
		}
		buffer.position(at);
	}

	private static boolean isFirstOfTwo(ByteBuffer buffer, int at) {
		return buffer.get(at) == '\r' && at + 1 < buffer.limit() && buffer.get(at + 1) == '\n';
	}

	/**
	 * Decodes the frame at the buffer's position.
	 * @return null if it is incomplete; then the position stays as it is
	 */
	private @Nullable Message<byte[]> decodeFrame(ByteBuffer buffer) {
		StompCommand command = null;
		Map<String, List<String>> headers = new HashMap<>();
		int lines = 0;
		int line = buffer.position();
		int end = endOfLine(buffer, line);
		while (end >= 0 && (command == null || !isBlank(buffer, line, end))) {
			String text = text(buffer, line, end);
			if (command == null) {
				command = command(text);
			}
			else {
				addHeader(text, command, headers);
			}
			lines++;
			if (lines > 1 + MAX_HEADERS) {
				throw badFrame("The frame has too many headers.");
			}
			line = end + 1;
			end = endOfLine(buffer, line);
		}
		if (end < 0 || command == null) {
			return null;
		}
		byte[] body = body(buffer, end + 1, command, contentLength(headers));
		return (body != null) ? message(command, headers, body) : null;
	}

	/**
	 * Finds the LF of a line.
	 * @return -1 if it has not arrived yet
	 */
	private static int endOfLine(ByteBuffer buffer, int line) {
		for (int at = line; at < buffer.limit(); at++) {
			byte next = buffer.get(at);
			if (next == '\n') {
				return at;
			}
			if (next == 0) {
				throw badFrame("A blank line must follow the headers.");
			}
			if (next == '\r' && at + 1 < buffer.limit() && buffer.get(at + 1) != '\n') {
				throw badFrame("A line must end with LF or CR LF.");
			}
		}
		return -1;
	}

	private static boolean isBlank(ByteBuffer buffer, int line, int end) {
		return end == line || (end == line + 1 && buffer.get(line) == '\r');
	}

	private static String text(ByteBuffer buffer, int line, int end) {
		int length = end - line;
		if (length > 0 && buffer.get(end - 1) == '\r') {
			length--;
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(buffer.slice(line, length)).toString();
		}
		catch (CharacterCodingException ex) {
			throw badFrame("Commands and headers must be UTF-8.");
		}
	}

	private static StompCommand command(String text) {
		try {
			return StompCommand.valueOf(text);
		}
		catch (IllegalArgumentException ex) {
			throw badFrame("The command is unknown.");
		}
	}

	/**
	 * Adds a header, unless there is one with the same name already.
	 */
	private static void addHeader(String text, StompCommand command, Map<String, List<String>> headers) {
		int colon = text.indexOf(':');
		if (colon <= 0) {
			throw badFrame("A header must be a name, a colon and a value.");
		}
		String name = text.substring(0, colon);
		String value = text.substring(colon + 1);
		// CONNECT has no escape sequences, for the sake of STOMP 1.0.
		boolean isConnect = command == StompCommand.CONNECT || command == StompCommand.STOMP;
		boolean isEscaped = !isConnect && text.indexOf('\\') >= 0;
		headers.putIfAbsent(isEscaped ? unescape(name) : name, List.of(isEscaped ? unescape(value) : value));
		if (isConnect && name.equals(StompHeaderAccessor.STOMP_HEARTBEAT_HEADER)
				&& !HEART_BEAT.matcher(value).matches()) {
			throw badFrame("The heart-beat must be two numbers of milliseconds.");
		}
	}

	private static String unescape(String text) {
		return ESCAPE.matcher(text).replaceAll((escape) -> Matcher.quoteReplacement(switch (escape.group(1)) {
			case "r" -> "\r";
			case "n" -> "\n";
			case "c" -> ":";
			case "\\" -> "\\";
			default -> throw badFrame("A header has an unknown escape sequence.");
		}));
	}

	private static int contentLength(Map<String, List<String>> headers) {
		List<String> values = headers.get(CONTENT_LENGTH);
		if (values == null) {
			return UNKNOWN;
		}
		if (!DIGITS.matcher(values.get(0)).matches()) {
			throw badFrame("The content-length must be a number of bytes.");
		}
		return (values.get(0).length() <= MAX_DIGITS) ? Integer.parseInt(values.get(0)) : Integer.MAX_VALUE;
	}

	/**
	 * Reads the body, and moves the buffer's position behind the NUL that ends the frame.
	 * @return null if the frame is incomplete
	 */
	private byte @Nullable [] body(ByteBuffer buffer, int start, StompCommand command, int contentLength) {
		int end = (contentLength != UNKNOWN) ? endOfBody(buffer, start, contentLength) : indexOfNul(buffer, start);
		int length = ((end >= 0) ? end : buffer.limit()) - start;
		if (length > 0 && !command.isBodyAllowed()) {
			throw badFrame("Only SEND frames have a body.");
		}
		if (end < 0) {
			return null;
		}
		byte[] body = new byte[length];
		buffer.position(start).get(body).get();
		return body;
	}

	/**
	 * Finds the end of a body of a known length. Bodies are JSON, which never has a NUL:
	 * one at the end of what has arrived, before the body is complete, is the end of a
	 * frame whose content-length is wrong.
	 * @return -1 if it has not arrived yet
	 */
	private int endOfBody(ByteBuffer buffer, int start, int contentLength) {
		int arrived = buffer.limit() - start;
		if (arrived > contentLength) {
			if (buffer.get(start + contentLength) != 0) {
				throw badFrame("The body is longer than its content-length, or no NUL ends the frame.");
			}
			return start + contentLength;
		}
		if (arrived > 0 && buffer.get(buffer.limit() - 1) == 0) {
			throw badFrame("The body is shorter than its content-length.");
		}
		if (contentLength > this.maxFrameBytes) {
			throw new FrameRefusedException(ErrorCode.TOO_LARGE);
		}
		return -1;
	}

	private static int indexOfNul(ByteBuffer buffer, int start) {
		for (int at = start; at < buffer.limit(); at++) {
			if (buffer.get(at) == 0) {
				return at;
			}
		}
		return -1;
	}

	private static Message<byte[]> message(StompCommand command, Map<String, List<String>> headers, byte[] body) {
		try {
			StompHeaderAccessor accessor = StompHeaderAccessor.create(command, headers);
			accessor.setLeaveMutable(true);
			return MessageBuilder.createMessage(body, accessor.getMessageHeaders());
		}
		catch (IllegalArgumentException ex) {
			throw badFrame("The content-type is invalid.");
		}
	}

	/**
	 * Adds the receipt that a refused frame asks for, as far as it has arrived.
	 */
	private static FrameRefusedException withReceipt(FrameRefusedException refused, ByteBuffer buffer, int start) {
		String frame = StandardCharsets.UTF_8.decode(buffer.slice(start, buffer.limit() - start)).toString();
		Matcher receipt = RECEIPT.matcher(END_OF_HEAD.split(frame, 2)[0]);
		if (receipt.find()) {
			try {
				return refused.with("receipt-id", unescape(receipt.group(1)));
			}
			catch (FrameRefusedException ex) {
				return refused;
			}
		}
		return refused;
	}

	private static FrameRefusedException badFrame(String explanation) {
		return new FrameRefusedException(ErrorCode.BAD_FRAME, explanation);
	}

}
