package chat.foyer.limit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.Events;
import chat.foyer.message.InvalidTextException;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.ReactionEmoji;
import chat.foyer.message.SentFile;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Appends the messages of guests and their changes to the {@link EventLog}, within the
 * limits of size and rate. Thread-safe.
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
	 * Cleans and checks a text that may be empty, as that of a message with files may.
	 * Does not block.
	 * @return null if it is empty
	 * @throws chat.foyer.message.InvalidTextException if it is too long or malformed
	 */
	public @Nullable MessageText checkOptional(String typed) {
		try {
			return check(typed);
		}
		catch (InvalidTextException ex) {
			if (ex.problem() == InvalidTextException.Problem.EMPTY) {
				return null;
			}
			throw ex;
		}
	}

	/**
	 * Appends a message, as {@link EventLog#say} does. Like the other methods, it answers
	 * what is stored already even if it is sent again too soon, and blocks on the
	 * database for that.
	 * @throws RateLimitExceededException if the seat exceeds its rate of messages
	 */
	public CompletableFuture<Event> say(Seat seat, MessageId id, @Nullable MessageText text, @Nullable Long re,
			List<SentFile> files) {
		return append(seat, id, this.rates.tryMessage(seat), () -> this.log.say(seat, id, text, re, files));
	}

	/**
	 * Changes the text of a message, as {@link EventLog#edit} does.
	 * @throws RateLimitExceededException if the seat exceeds its rate of messages
	 */
	public CompletableFuture<Event> edit(Seat seat, MessageId id, long of, @Nullable MessageText text) {
		return append(seat, id, this.rates.tryMessage(seat), () -> this.log.edit(seat, id, of, text));
	}

	/**
	 * Deletes a message, as {@link EventLog#delete} does.
	 * @throws RateLimitExceededException if the seat exceeds its rate of messages
	 */
	public CompletableFuture<Event> delete(Seat seat, MessageId id, long of) {
		return append(seat, id, this.rates.tryMessage(seat), () -> this.log.delete(seat, id, of));
	}

	/**
	 * Adds or removes a reaction, as {@link EventLog#react} does.
	 * @throws RateLimitExceededException if the seat exceeds its rate of reactions
	 */
	public CompletableFuture<Event> react(Seat seat, MessageId id, long of, ReactionEmoji emoji, boolean on) {
		return append(seat, id, this.rates.tryReaction(seat), () -> this.log.react(seat, id, of, emoji, on));
	}

	/**
	 * Pins a message or unpins it, as {@link EventLog#pin} does.
	 * @throws RateLimitExceededException if the seat exceeds its rate of messages
	 */
	public CompletableFuture<Event> pin(Seat seat, MessageId id, long of, boolean on) {
		return append(seat, id, this.rates.tryMessage(seat), () -> this.log.pin(seat, id, of, on));
	}

	private CompletableFuture<Event> append(Seat seat, MessageId id, Optional<RetryDelay> delay,
			Supplier<CompletableFuture<Event>> append) {
		if (delay.isEmpty()) {
			return append.get();
		}
		return this.events.find(seat, id)
			.map(CompletableFuture::completedFuture)
			.orElseThrow(() -> new RateLimitExceededException(delay.get()));
	}

}
