package chat.foyer.message;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

/**
 * Some neighbouring events of a room.
 *
 * @param events in rising order of {@link Event#seq() seq}
 * @param firstSeq the {@code seq} of the oldest event that the room still has,
 * {@code lastSeq} + 1 if it has none
 * @param lastSeq the {@code seq} of the room's newest event when the events had been
 * read, 0 if none; a reader who has this event has caught up
 * @param reset whether the reader's events are not from this log, as after a backup was
 * restored: the reader drops them and reads the room anew
 */
public record EventPage(List<Event> events, long firstSeq, long lastSeq,
		@JsonInclude(Include.NON_DEFAULT) boolean reset) {

	/**
	 * Creates a page without a reset.
	 */
	public EventPage(List<Event> events, long firstSeq, long lastSeq) {
		this(events, firstSeq, lastSeq, false);
	}

	/**
	 * Whether the page has events or a reset.
	 */
	public boolean hasNews() {
		return this.reset || !this.events.isEmpty();
	}

}
