package chat.foyer.limit;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.Events;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.room.Seat;

import org.springframework.stereotype.Component;

/**
 * The way into the log for what guests say, however it comes in: not too much and not too
 * fast.
 */
@Component
public class RateLimitedEventLog {

	private final LimitsProperties limits;

	private final RequestRateLimiter rates;

	private final EventLog log;

	private final Events events;

	RateLimitedEventLog(LimitsProperties limits, RequestRateLimiter rates, EventLog log, Events events) {
		this.limits = limits;
		this.rates = rates;
		this.log = log;
		this.events = events;
	}

	/**
	 * Checks what was typed.
	 * @throws chat.foyer.message.InvalidTextException if it cannot be said
	 */
	public MessageText check(String typed) {
		return MessageText.of(typed, this.limits.messageCodePoints());
	}

	/**
	 * Says something, as by {@link EventLog#say}. What is stored already gets its answer
	 * even if it is sent again too soon.
	 * @throws RateLimitExceededException if the seat goes on too fast
	 */
	public CompletableFuture<Event> say(Seat seat, MessageId id, MessageText text) {
		Optional<RetryDelay> delay = this.rates.tryMessage(seat);
		if (delay.isPresent()) {
			return this.events.find(seat, id)
				.map(CompletableFuture::completedFuture)
				.orElseThrow(() -> new RateLimitExceededException(delay.get()));
		}
		return this.log.say(seat, id, text);
	}

}
