package chat.foyer.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a client sends (RFC 6455, 5.2 and 5.3): whole frames, masked.
 */
final class WebSocketFrames {

	static final int TEXT = 0x1;

	static final int BINARY = 0x2;

	static final int CLOSE = 0x8;

	static final int PING = 0x9;

	static final int PONG = 0xA;

	private static final int LAST_FRAGMENT = 0x80;

	private static final int MASKED = 0x80;

	private static final int MOST_IN_1_BYTE = 125;

	private WebSocketFrames() {
	}

	static ByteBuffer frame(int opcode, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
		frame.put((byte) (LAST_FRAGMENT | opcode));
		if (payload.length <= MOST_IN_1_BYTE) {
			frame.put((byte) (MASKED | payload.length));
		}
		else {
			frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
		}
		int mask = ThreadLocalRandom.current().nextInt();
		frame.putInt(mask);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i % 4)))));
		}
		return frame.flip();
	}

}
