package chat.foyer.limit;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bandwidth;

/**
 * One {@link BackoffRateLimiter} for each key. It is dropped when a new one would permit
 * the same. Thread-safe; does not block.
 */
final class KeyedRateLimiter {

	private static final long MAX_KEYS = 100_000;

	private final Cache<String, BackoffRateLimiter> limiters;

	private final Bandwidth bandwidth;

	private final int maxRefusals;

	private final Ticker ticker;

	/**
	 * @param burst how many permits each key may take at once
	 * @param permits how many permits each key gets in a period
	 * @param period the period
	 * @param maxRefusals the number of refusals after which more are a flood
	 */
	KeyedRateLimiter(int burst, int permits, Duration period, int maxRefusals, Ticker ticker) {
		this.bandwidth = Bandwidth.builder().capacity(burst).refillGreedy(permits, period).build();
		this.maxRefusals = maxRefusals;
		this.ticker = ticker;
		Duration untilFull = period.multipliedBy(burst).dividedBy(permits);
		this.limiters = Caffeine.newBuilder()
			.expireAfterAccess(untilFull.plus(BackoffRateLimiter.RESET_AFTER))
			.maximumSize(MAX_KEYS)
			.ticker(ticker)
			.build();
	}

	/**
	 * Requests a permit for a key.
	 * @return empty if it is granted
	 */
	Optional<RetryDelay> tryAcquire(String key) {
		return this.limiters.get(key, (same) -> new BackoffRateLimiter(this.bandwidth, this.maxRefusals, this.ticker))
			.tryAcquire();
	}

}
