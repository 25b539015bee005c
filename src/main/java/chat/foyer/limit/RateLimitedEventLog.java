package chat.foyer.limit;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.Events;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.room.Seat;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Appends the messages of guests to the {@link EventLog}, within the limits of size and
 * rate. Thread-safe.
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
	 * Cleans and checks what was typed. Does not block.
	 * @throws chat.foyer.message.InvalidTextException if it is empty, too long or
	 * malformed
	 */
	public MessageText check(String typed) {
		return MessageText.of(typed, this.limits.messageCodePoints());
	}

	/**
	 * Appends a message, as {@link EventLog#say} does. A message that is stored already
	 * is answered even if it is sent again too soon; the call blocks on the database for
	 * that.
	 * @throws RateLimitExceededException if the seat exceeds its rate
	 */
	public CompletableFuture<Event> say(Seat seat, MessageId id, MessageText text, @Nullable Long re) {
		Optional<RetryDelay> delay = this.rates.tryMessage(seat);
		if (delay.isPresent()) {
			return this.events.find(seat, id)
				.map(CompletableFuture::completedFuture)
				.orElseThrow(() -> new RateLimitExceededException(delay.get()));
		}
		return this.log.say(seat, id, text, re);
	}

}
