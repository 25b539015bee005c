package chat.foyer.bench;

import java.util.Arrays;

/**
 * Takes what a server sends apart into frames (RFC 6455, 5.2), in whatever pieces it
 * comes. The fragments of a message, and the messages themselves, are handed on as one
 * stream, for that is what STOMP makes of them.
 */
final class WebSocketReader {

	private static final int PAYLOAD_IN_2_BYTES = 126;

	private static final int PAYLOAD_IN_8_BYTES = 127;

	private final Sink sink;

	private final byte[] header = new byte[10];

	private int headerLength;

	private boolean isInPayload;

	private long remaining;

	private byte[] control = {};

	WebSocketReader(Sink sink) {
		this.sink = sink;
	}

	void accept(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to) {
			if (!this.isInPayload) {
				this.header[this.headerLength++] = bytes[at++];
				if (this.headerLength >= 2 && this.headerLength == headerSize()) {
					begin();
				}
			}
			else {
				int length = (int) Math.min(this.remaining, to - at);
				payload(bytes, at, at + length);
				at += length;
			}
		}
	}

	private int headerSize() {
		return switch (this.header[1]) {
			case PAYLOAD_IN_2_BYTES -> 4;
			case PAYLOAD_IN_8_BYTES -> 10;
			default -> 2;
		};
	}

	private void begin() {
		if (this.header[1] < 0) {
			throw new IllegalStateException("A server must not mask its frames");
		}
		this.remaining = (this.headerLength == 2) ? this.header[1] : 0;
		for (int i = 2; i < this.headerLength; i++) {
			this.remaining = (this.remaining << 8) | (this.header[i] & 0xFF);
		}
		this.headerLength = 0;
		this.isInPayload = true;
		this.control = new byte[0];
		if (this.remaining == 0) {
			end();
		}
	}

	private void payload(byte[] bytes, int from, int to) {
		if (isControl()) {
			int length = this.control.length;
			this.control = Arrays.copyOf(this.control, length + to - from);
			System.arraycopy(bytes, from, this.control, length, to - from);
		}
		else {
			this.sink.data(bytes, from, to);
		}
		this.remaining -= to - from;
		if (this.remaining == 0) {
			end();
		}
	}

	private void end() {
		this.isInPayload = false;
		if (isControl()) {
			this.sink.control(this.header[0] & 0x0F, this.control);
		}
	}

	private boolean isControl() {
		return (this.header[0] & 0x08) != 0;
	}

	/**
	 * Where the contents of the frames go.
	 */
	interface Sink {

		void data(byte[] bytes, int from, int to);

		void control(int opcode, byte[] payload);

	}

}
