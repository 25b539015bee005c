package chat.foyer.live;

import java.nio.ByteBuffer;
import java.util.Queue;

/**
 * Joins frames that leave in one write: STOMP frames follow each other in a stream, so
 * that one WebSocket message may bear any number of them.
 */
final class Together {

	/**
	 * So much goes even through a slow line in the time that one write has.
	 */
	private static final int MOST_BYTES = 32 * 1024;

	private Together() {
	}

	/**
	 * Takes frames out of a queue, at least one and as many as go together.
	 */
	static byte[] take(Queue<byte[]> waiting) {
		int count = 0;
		int length = 0;
		for (byte[] frames : waiting) {
			if (count > 0 && length + frames.length > MOST_BYTES) {
				break;
			}
			count++;
			length += frames.length;
		}
		if (count == 1) {
			return waiting.remove();
		}
		ByteBuffer together = ByteBuffer.allocate(length);
		while (together.hasRemaining()) {
			together.put(waiting.remove());
		}
		return together.array();
	}

}
