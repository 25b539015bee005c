package chat.foyer.message;

import java.time.Instant;

import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

/**
 * An event that has no place in the log yet.
 *
 * @param seat whose event it is
 * @param type what it tells
 * @param id of a message: what its sender calls it
 * @param text of a message: what was said
 * @param html of a message: the text as rendered by {@link MessageRenderer}
 * @param node of a departure: the node that the seat is no longer on; null for this one
 */
record Draft(Seat seat, EventType type, @Nullable MessageId id, @Nullable MessageText text, @Nullable String html,
		@Nullable String node) {

	static Draft message(Seat seat, MessageId id, MessageText text, String html) {
		return new Draft(seat, EventType.MESSAGE, id, text, html, null);
	}

	static Draft notice(Seat seat, EventType type) {
		return new Draft(seat, type, null, null, null, null);
	}

	static Draft departure(Seat seat, String node) {
		return new Draft(seat, EventType.LEAVE, null, null, null, node);
	}

	/**
	 * The key by which a message is found when it is sent again; null for a notice.
	 */
	@Nullable MessageKey key() {
		return (this.id != null) ? new MessageKey(this.seat.id(), this.id.value()) : null;
	}

	/**
	 * The event that the draft becomes.
	 */
	Event toEvent(long seq, Instant at, boolean follows) {
		return new Event(seq, this.type, (this.id != null) ? this.id.value() : null, this.seat.username().value(),
				this.html, (this.text != null) ? this.text.value() : null, at, this.seat.color(), follows);
	}

}
