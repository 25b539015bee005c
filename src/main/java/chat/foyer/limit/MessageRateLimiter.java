package chat.foyer.limit;

import java.time.Duration;
import java.util.Optional;

import chat.foyer.room.Seat;
import com.github.benmanes.caffeine.cache.Ticker;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How fast each seat may say something, whichever way it is said.
 */
@Component
class MessageRateLimiter {

	private final KeyedRateLimiter paces;

	@Autowired
	MessageRateLimiter(LimitsProperties limits) {
		this(limits, Ticker.systemTicker());
	}

	MessageRateLimiter(LimitsProperties limits, Ticker ticker) {
		this.paces = new KeyedRateLimiter(limits.messageBurst(), limits.messagesPerSecond(), Duration.ofSeconds(1),
				limits.messageRefusals(), ticker);
	}

	/**
	 * Asks for one more message.
	 * @return nothing if it may be said now
	 */
	Optional<RetryDelay> next(Seat seat) {
		return this.paces.next(seat.id());
	}

}
