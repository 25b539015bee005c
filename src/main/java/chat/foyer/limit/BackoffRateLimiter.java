package chat.foyer.limit;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * A token bucket with exponential backoff: an empty bucket refuses all permits for one
 * second, then for twice as long each time, up to a minute. Two minutes without a refusal
 * reset the backoff. Thread-safe.
 */
final class BackoffRateLimiter {

	static final Duration RESET_AFTER = Duration.ofMinutes(2);

	private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);

	private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);

	private final Bucket bucket;

	private final int maxRefusals;

	private final Ticker ticker;

	private Duration nextBackoff = MIN_BACKOFF;

	private long backoffEnd;

	private boolean isBackingOff;

	private long lastRefusal;

	private int refusals;

	BackoffRateLimiter(Bandwidth bandwidth, int maxRefusals, Ticker ticker) {
		this.bucket = Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(new Time(ticker)).build();
		this.maxRefusals = maxRefusals;
		this.ticker = ticker;
	}

	/**
	 * Requests a permit.
	 * @return empty if it is granted
	 */
	synchronized Optional<RetryDelay> tryAcquire() {
		long now = this.ticker.read();
		if (this.refusals > 0 && now - this.lastRefusal >= RESET_AFTER.toNanos()) {
			this.refusals = 0;
			this.nextBackoff = MIN_BACKOFF;
		}
		this.isBackingOff = this.isBackingOff && now < this.backoffEnd;
		if (!this.isBackingOff) {
			if (this.bucket.tryConsume(1)) {
				return Optional.empty();
			}
			backOff(now);
		}
		this.lastRefusal = now;
		this.refusals++;
		return Optional.of(new RetryDelay(Duration.ofNanos(this.backoffEnd - now), this.refusals > this.maxRefusals));
	}

	private void backOff(long now) {
		this.isBackingOff = true;
		this.backoffEnd = now + this.nextBackoff.toNanos();
		Duration twice = this.nextBackoff.multipliedBy(2);
		this.nextBackoff = (twice.compareTo(MAX_BACKOFF) < 0) ? twice : MAX_BACKOFF;
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
