package chat.foyer.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a stream apart into STOMP frames (STOMP 1.2, "STOMP Frames"). A message of the
 * line below may bear several of them, and a frame may be spread over several messages.
 */
final class StompReader {

	private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

	private final Sink sink;

	private byte[] kept = {};

	private int keptLength;

	StompReader(Sink sink) {
		this.sink = sink;
	}

	void accept(byte[] bytes, int from, int to) {
		if (this.keptLength == 0) {
			keep(bytes, read(bytes, from, to), to);
			return;
		}
		int length = this.keptLength + to - from;
		if (length > this.kept.length) {
			this.kept = Arrays.copyOf(this.kept, 2 * length);
		}
		System.arraycopy(bytes, from, this.kept, this.keptLength, to - from);
		keep(this.kept, read(this.kept, 0, length), length);
	}

	private void keep(byte[] bytes, int from, int to) {
		this.keptLength = to - from;
		if (this.keptLength > this.kept.length) {
			this.kept = new byte[2 * this.keptLength];
		}
		System.arraycopy(bytes, from, this.kept, 0, this.keptLength);
	}

	/**
	 * Hands on the frames that are whole.
	 * @return where the first one begins that is not
	 */
	private int read(byte[] bytes, int from, int to) {
		int at = from;
		while (true) {
			while (at < to && (bytes[at] == '\n' || bytes[at] == '\r')) {
				at++;
			}
			int bodyLength = -1;
			int line = at;
			int lineEnd = Bytes.indexOf(bytes, '\n', line, to);
			while (lineEnd > line) {
				if (Bytes.startsWith(bytes, line, lineEnd, CONTENT_LENGTH)) {
					bodyLength = (int) Bytes.number(bytes, line + CONTENT_LENGTH.length, lineEnd);
				}
				line = lineEnd + 1;
				lineEnd = Bytes.indexOf(bytes, '\n', line, to);
			}
			int body = lineEnd + 1;
			int end = (bodyLength >= 0) ? body + bodyLength : Bytes.indexOf(bytes, '\0', body, to);
			if (lineEnd < 0 || end < 0 || end >= to) {
				return at;
			}
			this.sink.frame(bytes, at, body, end);
			at = end + 1;
		}
	}

	/**
	 * Where the frames go.
	 */
	interface Sink {

		void frame(byte[] bytes, int from, int body, int end);

	}

}
