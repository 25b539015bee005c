package chat.foyer.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A live connection made of bytes, on which one sends what no WebSocket client lets
 * through.
 */
public final class BareLine implements AutoCloseable {

	private static final int FIN = 0x80;

	private static final int MASK = 0x80;

	private static final int TEXT = 1;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int LENGTH_IN_2_BYTES = 126;

	private static final int LENGTH_IN_8_BYTES = 127;

	private static final byte[] MASKING_KEY = { 1, 2, 3, 4 };

	private final Socket socket;

	private final DataInputStream in;

	private String answer = "";

	private BareLine(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new DataInputStream(socket.getInputStream());
	}

	/**
	 * @param receiveBuffer how many bytes are taken before they are read; 0 for the usual
	 */
	static BareLine open(URI server, String origin, String cookies, int receiveBuffer) {
		try {
			Socket socket = new Socket();
			if (receiveBuffer > 0) {
				socket.setReceiveBufferSize(receiveBuffer);
			}
			socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
			socket.setTcpNoDelay(true);
			socket.setSoTimeout((int) Inbox.PATIENCE.toMillis());
			BareLine line = new BareLine(socket);
			line.send(String.join("\r\n", "GET /live HTTP/1.1", "Host: " + server.getAuthority(), "Origin: " + origin,
					"Cookie: " + cookies, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
					"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
					"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", "", ""));
			line.answer = line.readHead();
			assertThat(line.answer).startsWith("HTTP/1.1 101 ");
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The answer to the handshake, in which compression was offered as browsers do.
	 */
	public String answer() {
		return this.answer;
	}

	/**
	 * Begins the STOMP session.
	 */
	public BareLine connect() {
		send(text("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\n\n\0"));
		assertThat(next()).startsWith("CONNECTED\n");
		return this;
	}

	/**
	 * Sends bytes as they are. It is no failure that the other end has closed the line
	 * already.
	 */
	public BareLine send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
		}
		catch (IOException ex) {
			// The end shows how the line was closed.
		}
		return this;
	}

	/**
	 * Sends bytes in pieces, each in a packet of its own where the network allows.
	 */
	public BareLine send(byte[] bytes, int size) {
		for (int from = 0; from < bytes.length; from += size) {
			send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
		}
		return this;
	}

	private void send(String text) {
		send(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The next message from the server, heart-beats left out.
	 */
	public String next() {
		try {
			Frame frame = readFrame();
			while (!frame.isMessage()) {
				frame = readFrame();
			}
			return string(frame.payload());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The next frame from the server, of whatever kind.
	 */
	public Frame nextFrame() {
		try {
			return readFrame();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads on until the server has closed the line.
	 */
	public End end() {
		List<String> texts = new ArrayList<>();
		try {
			while (true) {
				Frame frame = readFrame();
				if (frame.opcode() == CLOSE) {
					ByteBuffer payload = frame.payload();
					int code = (payload.remaining() >= 2) ? payload.getShort() & 0xFFFF : End.WITHOUT_CODE;
					return new End(texts, code, string(payload));
				}
				if (frame.isMessage()) {
					texts.add(string(frame.payload()));
				}
			}
		}
		catch (EOFException | SocketException ex) {
			return new End(texts, End.CUT, "");
		}
		catch (IOException ex) {
			throw new AssertionError("The server does not close the line; it said " + texts, ex);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A whole text message.
	 */
	public static byte[] text(String text) {
		return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A whole binary message.
	 */
	public static byte[] binary(byte[] bytes) {
		return frame(FIN | BINARY, bytes);
	}

	/**
	 * A masked frame.
	 * @param first its first byte: flags and opcode
	 * @param payload what is in it, not yet masked
	 */
	public static byte[] frame(int first, byte[] payload) {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.writeBytes(head(first, payload.length));
		for (int i = 0; i < payload.length; i++) {
			frame.write(payload[i] ^ MASKING_KEY[i % MASKING_KEY.length]);
		}
		return frame.toByteArray();
	}

	/**
	 * The beginning of a masked frame.
	 * @param first its first byte: flags and opcode
	 * @param length how much it announces
	 */
	public static byte[] head(int first, long length) {
		ByteBuffer head = ByteBuffer.allocate(14).put((byte) first);
		if (length >= 0 && length < LENGTH_IN_2_BYTES) {
			head.put((byte) (MASK | length));
		}
		else if (length >= 0 && length <= 0xFFFF) {
			head.put((byte) (MASK | LENGTH_IN_2_BYTES)).putShort((short) length);
		}
		else {
			head.put((byte) (MASK | LENGTH_IN_8_BYTES)).putLong(length);
		}
		byte[] bytes = new byte[head.put(MASKING_KEY).position()];
		head.flip().get(bytes);
		return bytes;
	}

	/**
	 * Bytes that are sent in one go.
	 */
	public static byte[] join(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		Stream.of(parts).forEach(all::writeBytes);
		return all.toByteArray();
	}

	private String readHead() throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) this.in.readUnsignedByte());
		}
		return head.toString();
	}

	private Frame readFrame() throws IOException {
		int first = this.in.readUnsignedByte();
		int length = this.in.readUnsignedByte();
		if (length == LENGTH_IN_2_BYTES) {
			length = this.in.readUnsignedShort();
		}
		else if (length == LENGTH_IN_8_BYTES) {
			length = Math.toIntExact(this.in.readLong());
		}
		byte[] payload = new byte[length];
		this.in.readFully(payload);
		return new Frame(first & 0x0F, ByteBuffer.wrap(payload));
	}

	private static String string(ByteBuffer bytes) {
		return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
	}

	/**
	 * How the server ended a connection.
	 *
	 * @param texts the messages that came before, heart-beats left out
	 * @param code the code of the close frame, or one of those below
	 * @param reason what the close frame gives as the reason
	 */
	public record End(List<String> texts, int code, String reason) {

		/**
		 * A close frame without a code.
		 */
		public static final int WITHOUT_CODE = 1005;

		/**
		 * No close frame.
		 */
		public static final int CUT = 1006;

	}

	/**
	 * A frame from the server.
	 *
	 * @param opcode without the flags
	 * @param payload its bytes
	 */
	public record Frame(int opcode, ByteBuffer payload) {

		boolean isMessage() {
			return (this.opcode == TEXT || this.opcode == BINARY) && !string(this.payload).isBlank();
		}

	}

}
