package chat.foyer.limit;

import java.time.Duration;
import java.util.Optional;

import chat.foyer.room.Seat;
import io.github.bucket4j.TimeMeter;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Limits how often a seat may send messages and reactions and may search, and how often a
 * client address may submit the entry form and open invitations. Thread-safe; does not
 * block.
 */
@Component
public class RequestRateLimiter {

	/**
	 * An address may open 30 invitations a minute, so that a program cannot watch rooms
	 * or search for them.
	 */
	private static final int INVITATIONS_PER_MINUTE = 30;

	private final BackoffRateLimiter messages;

	private final BackoffRateLimiter reactions;

	private final BackoffRateLimiter entries;

	private final BackoffRateLimiter invitations;

	private final BackoffRateLimiter searches;

	@Autowired
	RequestRateLimiter(LimitsProperties limits) {
		this(limits, TimeMeter.SYSTEM_NANOTIME);
	}

	RequestRateLimiter(LimitsProperties limits, TimeMeter time) {
		this.messages = new BackoffRateLimiter(limits.messageBurst(), limits.messagesPerSecond(), Duration.ofSeconds(1),
				limits.messageRefusals(), time);
		this.reactions = new BackoffRateLimiter(limits.reactionsPerTenSeconds(), limits.reactionsPerTenSeconds(),
				Duration.ofSeconds(10), limits.messageRefusals(), time);
		this.entries = new BackoffRateLimiter(limits.entryBurst(), limits.entriesPerMinute(), Duration.ofMinutes(1),
				Integer.MAX_VALUE, time);
		this.invitations = new BackoffRateLimiter(INVITATIONS_PER_MINUTE, INVITATIONS_PER_MINUTE, Duration.ofMinutes(1),
				Integer.MAX_VALUE, time);
		this.searches = new BackoffRateLimiter(limits.searchesPerMinute(), limits.searchesPerMinute(),
				Duration.ofMinutes(1), Integer.MAX_VALUE, time);
	}

	/**
	 * Requests a permit to send, edit, delete or pin a message, by whichever transport.
	 * @return empty if it may be done now
	 */
	Optional<RetryDelay> tryMessage(Seat seat) {
		return this.messages.tryAcquire(seat.id());
	}

	/**
	 * Requests a permit to add or remove a reaction, by whichever transport.
	 * @return empty if it may be done now
	 */
	Optional<RetryDelay> tryReaction(Seat seat) {
		return this.reactions.tryAcquire(seat.id());
	}

	/**
	 * Requests a permit to submit the entry form. The defaults let a school behind one
	 * address enter at once, and keep a program from trying many names.
	 * @return empty if the form may be submitted now
	 */
	public Optional<RetryDelay> tryEntry(ClientAddress address) {
		return this.entries.tryAcquire(address.value());
	}

	/**
	 * Requests a permit to see how many people are in a room without a seat there.
	 * @return whether they may be shown now
	 */
	public boolean tryInvitation(ClientAddress address) {
		return this.invitations.tryAcquire(address.value()).isEmpty();
	}

	/**
	 * Requests a permit to search the messages of a seat's room.
	 * @return empty if it may be searched now
	 */
	public Optional<RetryDelay> trySearch(Seat seat) {
		return this.searches.tryAcquire(seat.id());
	}

}
