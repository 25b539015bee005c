package chat.foyer.limit;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bandwidth;

/**
 * The paces of many senders, each forgotten when it makes no difference any more.
 */
final class KeyedRateLimiter {

	private static final long MOST_SENDERS = 100_000;

	private final Cache<String, BackoffRateLimiter> paces;

	private final Bandwidth bandwidth;

	private final int mostRefusals;

	private final Ticker ticker;

	/**
	 * @param atOnce how many each sender may send at once
	 * @param many how many each may send in a span in the long run
	 * @param span the span
	 * @param mostRefusals after how many refusals it is a flood
	 */
	KeyedRateLimiter(int atOnce, int many, Duration span, int mostRefusals, Ticker ticker) {
		this.bandwidth = Bandwidth.builder().capacity(atOnce).refillGreedy(many, span).build();
		this.mostRefusals = mostRefusals;
		this.ticker = ticker;
		Duration untilFull = span.multipliedBy(atOnce).dividedBy(many);
		this.paces = Caffeine.newBuilder()
			.expireAfterAccess(untilFull.plus(BackoffRateLimiter.CALM))
			.maximumSize(MOST_SENDERS)
			.ticker(ticker)
			.build();
	}

	Optional<RetryDelay> next(String sender) {
		return this.paces.get(sender, (key) -> new BackoffRateLimiter(this.bandwidth, this.mostRefusals, this.ticker))
			.next();
	}

}
