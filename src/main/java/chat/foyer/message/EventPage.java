package chat.foyer.message;

import java.util.List;

/**
 * Some neighbouring events of a room.
 *
 * @param events in rising order of {@link Event#seq() seq}
 * @param lastSeq the newest {@code seq} that the room had given when the events had been
 * read, 0 if none; a reader whose newest event bears it has caught up
 */
public record EventPage(List<Event> events, long lastSeq) {
}
