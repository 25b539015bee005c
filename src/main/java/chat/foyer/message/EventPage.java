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
 * @param lastSeq the newest {@code seq} that the room had given when the events had been
 * read, 0 if none; a reader whose newest event bears it has caught up
 * @param reset whether the log is not the one that the reader has events of, as after a
 * backup was restored: the reader drops them and reads the room anew
 */
public record EventPage(List<Event> events, long firstSeq, long lastSeq,
		@JsonInclude(Include.NON_DEFAULT) boolean reset) {

	/**
	 * A page of the log that the reader has events of.
	 */
	public EventPage(List<Event> events, long firstSeq, long lastSeq) {
		this(events, firstSeq, lastSeq, false);
	}

	/**
	 * Whether there is something to tell the reader.
	 */
	public boolean hasNews() {
		return this.reset || !this.events.isEmpty();
	}

}
