package chat.foyer.live.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds the STOMP frames in the stream that one connection sends, however that stream is
 * cut into WebSocket messages (STOMP 1.2, "Augmented BNF").
 *
 * <p>
 * Follows Spring's {@code StompDecoder}: a NUL ends a frame in its body only, and the
 * first {@code content-length} header gives the length of the body if it is a number.
 * Reads each byte once, skips bodies of a known length, and copies nothing.
 *
 * <p>
 * Not thread-safe: used by the thread that reads from the connection.
 */
public final class FrameCounter {

	private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_DIGITS = 20;

	private static final int UNKNOWN = -1;

	private final byte[] digits = new byte[MAX_DIGITS];

	private Part part = Part.BETWEEN_FRAMES;

	private int frames;

	private int frameBytes;

	private int largestFrameBytes;

	private boolean isBehindFrame;

	private int lineBytes;

	private boolean isContentLength;

	private boolean hasContentLength;

	private int contentLength = UNKNOWN;

	/**
	 * How much of the body is still to come, if known; UNKNOWN outside of bodies.
	 */
	private int bodyBytes = UNKNOWN;

	/**
	 * Reads the next bytes of the stream.
	 * @param bytes the bytes; position and limit stay as they are
	 * @return how many frames end in these bytes, plus how many heart-beats they contain:
	 * line feeds between frames, except one directly behind each frame
	 */
	public int read(ByteBuffer bytes) {
		this.frames = 0;
		this.largestFrameBytes = 0;
		int end = bytes.limit();
		int at = bytes.position();
		while (at < end) {
			int skipped = Math.min(this.bodyBytes, end - at);
			if (skipped > 0) {
				this.bodyBytes -= skipped;
				this.frameBytes += skipped;
				at += skipped;
			}
			else {
				read(bytes.get(at));
				at++;
			}
		}
		this.largestFrameBytes = Math.max(this.largestFrameBytes, this.frameBytes);
		return this.frames;
	}

	/**
	 * Whether a frame has begun that has not ended yet.
	 */
	public boolean isInFrame() {
		return this.part != Part.BETWEEN_FRAMES;
	}

	/**
	 * The size of the largest frame of which the last call of {@link #read} got a part,
	 * in bytes so far.
	 */
	public int largestFrameBytes() {
		return this.largestFrameBytes;
	}

	private void read(byte next) {
		if (this.part == Part.BETWEEN_FRAMES) {
			readBetweenFrames(next);
			return;
		}
		this.frameBytes++;
		if (this.part == Part.BODY) {
			if (next == 0 || this.bodyBytes == 0) {
				endFrame();
			}
		}
		else if (next == '\n') {
			endLine();
		}
		else if (next != '\r' && this.part == Part.HEADERS) {
			readHeader(next);
		}
	}

	private void readBetweenFrames(byte next) {
		if (next == '\n') {
			this.frames += this.isBehindFrame ? 0 : 1;
			this.isBehindFrame = false;
		}
		else if (next != '\r') {
			this.part = Part.COMMAND;
			this.frameBytes = 1;
			this.hasContentLength = false;
			this.contentLength = UNKNOWN;
		}
	}

	private void readHeader(byte next) {
		int digit = this.lineBytes - CONTENT_LENGTH.length;
		if (digit < 0) {
			this.isContentLength &= (next == CONTENT_LENGTH[this.lineBytes]);
		}
		else if (this.isContentLength && digit < MAX_DIGITS) {
			this.digits[digit] = next;
		}
		this.lineBytes++;
	}

	private void endLine() {
		if (this.part == Part.HEADERS && this.lineBytes == 0) {
			this.part = Part.BODY;
			this.bodyBytes = this.contentLength;
		}
		else {
			int length = this.lineBytes - CONTENT_LENGTH.length;
			if (this.part == Part.HEADERS && this.isContentLength && length >= 0 && !this.hasContentLength) {
				this.hasContentLength = true;
				this.contentLength = number(length);
			}
			this.part = Part.HEADERS;
		}
		this.lineBytes = 0;
		this.isContentLength = true;
	}

	/**
	 * The number that the collected digits make. One with more of them than any honest
	 * one has is unknown: then more frames are counted than there are, and never fewer.
	 */
	private int number(int length) {
		if (length > MAX_DIGITS) {
			return UNKNOWN;
		}
		try {
			return Math.max(UNKNOWN, Integer.parseInt(new String(this.digits, 0, length, StandardCharsets.UTF_8)));
		}
		catch (NumberFormatException ex) {
			return UNKNOWN;
		}
	}

	private void endFrame() {
		this.frames++;
		this.largestFrameBytes = Math.max(this.largestFrameBytes, this.frameBytes);
		this.frameBytes = 0;
		this.bodyBytes = UNKNOWN;
		this.isBehindFrame = true;
		this.part = Part.BETWEEN_FRAMES;
	}

	private enum Part {

		BETWEEN_FRAMES, COMMAND, HEADERS, BODY

	}

}
