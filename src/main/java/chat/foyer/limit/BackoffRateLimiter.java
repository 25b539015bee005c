package chat.foyer.limit;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * A token bucket for each key, with exponential backoff: an empty bucket refuses all
 * permits for one second, then for twice as long each time, up to a minute. Two minutes
 * without a refusal reset the backoff. The bucket of a key is dropped when a new one
 * would permit the same. Thread-safe; does not block.
 */
final class BackoffRateLimiter {

	static final Duration RESET_AFTER = Duration.ofMinutes(2);

	private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);

	private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);

	private static final long MAX_KEYS = 100_000;

	private final LoadingCache<String, BackoffBucket> buckets;

	private final int maxRefusals;

	private final TimeMeter time;

	/**
	 * @param burst how many permits each key may take at once
	 * @param permits how many permits each key gets in a period
	 * @param period the period
	 * @param maxRefusals the number of refusals after which more are a flood
	 */
	BackoffRateLimiter(int burst, int permits, Duration period, int maxRefusals, TimeMeter time) {
		this.maxRefusals = maxRefusals;
		this.time = time;
		Bandwidth bandwidth = Bandwidth.builder().capacity(burst).refillGreedy(permits, period).build();
		Duration untilFull = period.multipliedBy(burst).dividedBy(permits);
		this.buckets = Caffeine.newBuilder()
			.expireAfterAccess(untilFull.plus(RESET_AFTER))
			.maximumSize(MAX_KEYS)
			.ticker(time::currentTimeNanos)
			// Spares waking up another thread for the upkeep.
			.executor(Runnable::run)
			.build((key) -> new BackoffBucket(bandwidth));
	}

	/**
	 * Requests a permit for a key.
	 * @return empty if it is granted
	 */
	Optional<RetryDelay> tryAcquire(String key) {
		return this.buckets.get(key).tryAcquire();
	}

	private final class BackoffBucket {

		private final Bucket bucket;

		private Duration nextBackoff = MIN_BACKOFF;

		private long backoffEnd;

		private boolean isBackingOff;

		private long lastRefusal;

		private int refusals;

		BackoffBucket(Bandwidth bandwidth) {
			this.bucket = Bucket.builder()
				.addLimit(bandwidth)
				.withCustomTimePrecision(BackoffRateLimiter.this.time)
				.build();
		}

		synchronized Optional<RetryDelay> tryAcquire() {
			long now = BackoffRateLimiter.this.time.currentTimeNanos();
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
			return Optional.of(new RetryDelay(Duration.ofNanos(this.backoffEnd - now),
					this.refusals > BackoffRateLimiter.this.maxRefusals));
		}

		private void backOff(long now) {
			this.isBackingOff = true;
			this.backoffEnd = now + this.nextBackoff.toNanos();
			Duration twice = this.nextBackoff.multipliedBy(2);
			this.nextBackoff = (twice.compareTo(MAX_BACKOFF) < 0) ? twice : MAX_BACKOFF;
		}

	}

}
