package chat.foyer.live.connection;

import java.time.Duration;

/**
 * Limits the rate of one connection's input, by the generic cell rate algorithm: ten
 * seconds' worth may come at once. A connection that has exceeded its limit stays over
 * it.
 *
 * <p>
 * {@link #consume} is for the thread that reads from the connection; {@link #isExceeded}
 * may be called by any thread.
 */
final class FrameRateLimiter {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final long BURST_NANOS = 10 * SECOND;

	private final long unitsPerSecond;

	private long paidUntil;

	private volatile boolean isExceeded;

	/**
	 * Creates a limiter.
	 * @param now the current {@link System#nanoTime()}
	 */
	FrameRateLimiter(long now, long unitsPerSecond) {
		this.unitsPerSecond = unitsPerSecond;
		this.paidUntil = now;
	}

	/**
	 * Consumes units.
	 * @param now the current {@link System#nanoTime()}
	 * @return whether the connection keeps to its limit
	 */
	boolean consume(long now, long units) {
		long behind = Math.max(0, this.paidUntil - now) + units * SECOND / this.unitsPerSecond;
		this.paidUntil = now + behind;
		if (behind > BURST_NANOS) {
			this.isExceeded = true;
		}
		return !this.isExceeded;
	}

	boolean isExceeded() {
		return this.isExceeded;
	}

}
