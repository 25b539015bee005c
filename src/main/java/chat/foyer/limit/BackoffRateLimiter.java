package chat.foyer.limit;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * How fast one sender may go on. Whoever goes faster has to pause, and longer each time,
 * until nothing had to be refused for two minutes.
 */
final class BackoffRateLimiter {

	static final Duration CALM = Duration.ofMinutes(2);

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private final Bucket bucket;

	private final int mostRefusals;

	private final Ticker ticker;

	private Duration nextPause = FIRST_PAUSE;

	private long pauseEnd;

	private boolean isPaused;

	private long lastRefusal;

	private int refusals;

	BackoffRateLimiter(Bandwidth bandwidth, int mostRefusals, Ticker ticker) {
		this.bucket = Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(new Time(ticker)).build();
		this.mostRefusals = mostRefusals;
		this.ticker = ticker;
	}

	/**
	 * Asks for one more.
	 * @return nothing if it may go on
	 */
	synchronized Optional<RetryDelay> next() {
		long now = this.ticker.read();
		if (this.refusals > 0 && now - this.lastRefusal >= CALM.toNanos()) {
			this.refusals = 0;
			this.nextPause = FIRST_PAUSE;
		}
		this.isPaused = this.isPaused && now < this.pauseEnd;
		if (!this.isPaused) {
			if (this.bucket.tryConsume(1)) {
				return Optional.empty();
			}
			pause(now);
		}
		this.lastRefusal = now;
		this.refusals++;
		return Optional.of(new RetryDelay(Duration.ofNanos(this.pauseEnd - now), this.refusals > this.mostRefusals));
	}

	private void pause(long now) {
		this.isPaused = true;
		this.pauseEnd = now + this.nextPause.toNanos();
		Duration twice = this.nextPause.multipliedBy(2);
		this.nextPause = (twice.compareTo(LONGEST_PAUSE) < 0) ? twice : LONGEST_PAUSE;
	}

	private record Time(Ticker ticker) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.ticker.read();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
