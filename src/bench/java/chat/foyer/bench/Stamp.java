package chat.foyer.bench;

import java.nio.charset.StandardCharsets;

/**
 * The text of every message: who says it, and when, so that its delivery tells how long
 * it took.
 */
final class Stamp {

	static final int TEXT_LENGTH = 100;

	private static final long START = System.nanoTime();

	private static final byte[] FIELD = "\"text\":\"".getBytes(StandardCharsets.US_ASCII);

	private static final int SENDER_DIGITS = 5;

	private static final int TIME_DIGITS = 15;

	private int usualDistance;

	private int at;

	static String text(int sender) {
		String stamp = String.format("%0" + SENDER_DIGITS + "d%0" + TIME_DIGITS + "d ", sender, now());
		return stamp + "x".repeat(TEXT_LENGTH - stamp.length());
	}

	/**
	 * Nanoseconds since the benchmark began.
	 */
	static long now() {
		return System.nanoTime() - START;
	}

	/**
	 * Finds the text in an event. It nearly always stands as far from the end as the one
	 * before.
	 * @return whether there is one
	 */
	boolean find(byte[] bytes, int from, int to) {
		int field = to - this.usualDistance;
		if (field < from || !Bytes.startsWith(bytes, field, to, FIELD)) {
			field = Bytes.lastIndexOf(bytes, FIELD, from, to);
			this.usualDistance = to - field;
		}
		this.at = field + FIELD.length;
		return field >= 0;
	}

	int sender(byte[] bytes) {
		return (int) Bytes.number(bytes, this.at, this.at + SENDER_DIGITS);
	}

	long sentAt(byte[] bytes) {
		return Bytes.number(bytes, this.at + SENDER_DIGITS, this.at + SENDER_DIGITS + TIME_DIGITS);
	}

}
