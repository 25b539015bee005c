package chat.foyer.limit;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Ticker;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How often the entry form may be sent from one address. A school behind one address
 * comes in at once; a script that tries names does not get far.
 */
@Component
public class EntryRateLimiter {

	private final KeyedRateLimiter paces;

	@Autowired
	EntryRateLimiter(LimitsProperties limits) {
		this(limits, Ticker.systemTicker());
	}

	EntryRateLimiter(LimitsProperties limits, Ticker ticker) {
		this.paces = new KeyedRateLimiter(limits.entryBurst(), limits.entriesPerMinute(), Duration.ofMinutes(1),
				Integer.MAX_VALUE, ticker);
	}

	/**
	 * Asks for one more try.
	 * @return nothing if it may be made now
	 */
	public Optional<RetryDelay> next(ClientAddress address) {
		return this.paces.next(address.value());
	}

}
