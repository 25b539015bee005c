package chat.foyer.message;

import java.time.Instant;
import java.util.List;

import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

/**
 * An event that has no place in the log yet.
 *
 * @param seat whose event it is
 * @param type what it tells
 * @param id of a message or a change: what its sender calls it
 * @param text of a message or an edit: what was said; null without a text
 * @param html the text as rendered by {@link MessageRenderer}
 * @param re of a reply: the number of the message that it replies to
 * @param files of a message: the files that it is sent with
 * @param change of a change: what it changes
 * @param node of a departure: the node that the seat is no longer on; null for this one
 */
record Draft(Seat seat, EventType type, @Nullable MessageId id, @Nullable MessageText text, @Nullable String html,
		@Nullable Long re, List<SentFile> files, @Nullable Change change, @Nullable String node) {

	Draft {
		files = List.copyOf(files);
	}

	static Draft message(Seat seat, MessageId id, @Nullable MessageText text, String html, @Nullable Long re,
			List<SentFile> files) {
		return new Draft(seat, EventType.MESSAGE, id, text, html, re, files, null, null);
	}

	static Draft edit(Seat seat, MessageId id, long of, @Nullable MessageText text, String html) {
		return new Draft(seat, EventType.EDIT, id, text, html, null, List.of(), new Change(of, null, null), null);
	}

	static Draft deletion(Seat seat, MessageId id, long of) {
		return change(seat, EventType.DELETE, id, new Change(of, null, null));
	}

	static Draft change(Seat seat, EventType type, MessageId id, Change change) {
		return new Draft(seat, type, id, null, null, null, List.of(), change, null);
	}

	static Draft notice(Seat seat, EventType type) {
		return new Draft(seat, type, null, null, null, null, List.of(), null, null);
	}

	static Draft departure(Seat seat, String node) {
		return new Draft(seat, EventType.LEAVE, null, null, null, null, List.of(), null, node);
	}

	/**
	 * The key by which an event is found when it is sent again; null for a notice.
	 */
	@Nullable MessageKey key() {
		return (this.id != null) ? new MessageKey(this.seat.id(), this.id.value()) : null;
	}

	/**
	 * The text of a message or an edit, empty without a text; null for what has none.
	 */
	@Nullable String textValue() {
		boolean hasText = this.type == EventType.MESSAGE || this.type == EventType.EDIT;
		return (this.text != null) ? this.text.value() : hasText ? "" : null;
	}

	/**
	 * The event that the draft becomes, without its files.
	 */
	Event toEvent(long seq, Instant at, boolean follows) {
		return new Event(seq, this.type, (this.id != null) ? this.id.value() : null, this.seat.username().value(),
				this.html, textValue(), at, this.seat.color(), follows, this.re, null, null, this.change, null);
	}

}
