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
class MessageRates {

	private final Paces paces;

	@Autowired
	MessageRates(LimitsProperties limits) {
		this(limits, Ticker.systemTicker());
	}

	MessageRates(LimitsProperties limits, Ticker ticker) {
		this.paces = new Paces(limits.messageBurst(), limits.messagesPerSecond(), Duration.ofSeconds(1),
				limits.messageRefusals(), ticker);
	}

	/**
	 * Asks for one more message.
	 * @return nothing if it may be said now
	 */
	Optional<Wait> next(Seat seat) {
		return this.paces.next(seat.id());
	}

}
