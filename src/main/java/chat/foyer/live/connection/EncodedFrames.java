package chat.foyer.live.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * STOMP frames as WebSocket messages: one message, unfragmented and unmasked, for each
 * STOMP frame (RFC 6455, section 5.2). Encoded once, and shared by all connections that
 * they are sent to. Thread-safe.
 */
public final class EncodedFrames {

	/**
	 * 32 KiB: at 64 kbit/s still written within the send timeout of 5 s.
	 */
	static final int MAX_BATCH_BYTES = 32 * 1024;

	/**
	 * A ping without a payload (RFC 6455, section 5.5.2).
	 */
	static final EncodedFrames PING = new EncodedFrames(new int[0], new byte[] { (byte) 0x89, 0 });

	private static final byte PONG = (byte) 0x8A;

	private static final byte TEXT = (byte) 0x81;

	private static final byte BINARY = (byte) 0x82;

	private static final int LENGTH_16_BITS = 126;

	private static final int LENGTH_64_BITS = 127;

	private final int[] starts;

	private final byte[] text;

	private volatile byte @Nullable [] binary;

	private EncodedFrames(int[] starts, byte[] text) {
		this.starts = starts;
		this.text = text;
	}

	private EncodedFrames(List<byte[]> stomp) {
		ByteBuffer messages = ByteBuffer.allocate(stomp.stream().mapToInt(EncodedFrames::lengthOf).sum());
		this.starts = new int[stomp.size()];
		for (int i = 0; i < this.starts.length; i++) {
			this.starts[i] = messages.position();
			put(stomp.get(i), messages);
		}
		this.text = messages.array();
	}

	/**
	 * Encodes a STOMP frame.
	 */
	public static EncodedFrames of(byte[] stomp) {
		return new EncodedFrames(List.of(stomp));
	}

	/**
	 * Encodes the answer to a ping (RFC 6455, section 5.5.3).
	 * @param payload that of the ping, at most 125 bytes
	 */
	static EncodedFrames pong(ByteBuffer payload) {
		ByteBuffer frame = ByteBuffer.allocate(2 + payload.remaining());
		frame.put(PONG).put((byte) payload.remaining()).put(payload);
		return new EncodedFrames(new int[0], frame.array());
	}

	/**
	 * Encodes STOMP frames for as few writes as possible: each result has at most 32 KiB,
	 * or is a single frame that is larger.
	 */
	public static List<EncodedFrames> batches(List<byte[]> stomp) {
		List<EncodedFrames> batches = new ArrayList<>();
		int from = 0;
		int length = 0;
		for (int i = 0; i < stomp.size(); i++) {
			int next = lengthOf(stomp.get(i));
			if (i > from && length + next > MAX_BATCH_BYTES) {
				batches.add(new EncodedFrames(stomp.subList(from, i)));
				from = i;
				length = 0;
			}
			length += next;
		}
		if (from < stomp.size()) {
			batches.add(new EncodedFrames(stomp.subList(from, stomp.size())));
		}
		return batches;
	}

	/**
	 * The size in bytes, headers included.
	 */
	int length() {
		return this.text.length;
	}

	/**
	 * The frames as text or binary messages. Callers must not change the array.
	 */
	byte[] bytes(boolean isBinary) {
		if (!isBinary) {
			return this.text;
		}
		byte[] bytes = this.binary;
		if (bytes == null) {
			bytes = this.text.clone();
			for (int start : this.starts) {
				bytes[start] = BINARY;
			}
			this.binary = bytes;
		}
		return bytes;
	}

	private static int lengthOf(byte[] stomp) {
		return stomp.length + ((stomp.length < LENGTH_16_BITS) ? 2 : (stomp.length <= 0xFFFF) ? 4 : 10);
	}

	private static void put(byte[] stomp, ByteBuffer messages) {
		messages.put(TEXT);
		if (stomp.length < LENGTH_16_BITS) {
			messages.put((byte) stomp.length);
		}
		else if (stomp.length <= 0xFFFF) {
			messages.put((byte) LENGTH_16_BITS).putShort((short) stomp.length);
		}
		else {
			messages.put((byte) LENGTH_64_BITS).putLong(stomp.length);
		}
		messages.put(stomp);
	}

}
