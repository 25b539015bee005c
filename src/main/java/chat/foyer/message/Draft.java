package chat.foyer.message;

import java.time.Instant;

import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

/**
 * An event that has no place in the log yet.
 *
 * @param seat whose event it is
 * @param type what it tells
 * @param id of a message or a change: what its sender calls it
 * @param text of a message or an edit: what was said
 * @param html the text as rendered by {@link MessageRenderer}
 * @param re of a reply: the number of the message that it replies to
 * @param change of a change: what it changes
 * @param node of a departure: the node that the seat is no longer on; null for this one
 */
record Draft(Seat seat, EventType type, @Nullable MessageId id, @Nullable MessageText text, @Nullable String html,
		@Nullable Long re, @Nullable Change change, @Nullable String node) {

	static Draft message(Seat seat, MessageId id, MessageText text, String html, @Nullable Long re) {
		return new Draft(seat, EventType.MESSAGE, id, text, html, re, null, null);
	}

	static Draft edit(Seat seat, MessageId id, long of, MessageText text, String html) {
		return new Draft(seat, EventType.EDIT, id, text, html, null, new Change(of, null, null), null);
	}

	static Draft deletion(Seat seat, MessageId id, long of) {
		return change(seat, EventType.DELETE, id, new Change(of, null, null));
	}

	static Draft change(Seat seat, EventType type, MessageId id, Change change) {
		return new Draft(seat, type, id, null, null, null, change, null);
	}

	static Draft notice(Seat seat, EventType type) {
		return new Draft(seat, type, null, null, null, null, null, null);
	}

	static Draft departure(Seat seat, String node) {
		return new Draft(seat, EventType.LEAVE, null, null, null, null, null, node);
	}

	/**
	 * The key by which an event is found when it is sent again; null for a notice.
	 */
	@Nullable MessageKey key() {
		return (this.id != null) ? new MessageKey(this.seat.id(), this.id.value()) : null;
	}

	/**
	 * The event that the draft becomes.
	 */
	Event toEvent(long seq, Instant at, boolean follows) {
		return new Event(seq, this.type, (this.id != null) ? this.id.value() : null, this.seat.username().value(),
				this.html, (this.text != null) ? this.text.value() : null, at, this.seat.color(), follows, this.re,
				null, this.change, null);
	}

}
