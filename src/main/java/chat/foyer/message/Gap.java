package chat.foyer.message;

import java.util.List;

/**
 * The events that follow a number in the log of a room, as they were read from the
 * database.
 *
 * @param after the number of the event before
 * @param events the events in rising order of {@code seq}
 * @param through up to which number the log was read; higher than the number of the last
 * event where those up to it were purged
 */
public record Gap(long after, List<Event> events, long through) {

	public Gap {
		events = List.copyOf(events);
	}

	/**
	 * Events that were read.
	 * @param events at least one
	 */
	public static Gap of(long after, List<Event> events) {
		return new Gap(after, events, events.get(events.size() - 1).seq());
	}

	/**
	 * Events that were all purged.
	 */
	public static Gap purged(long after, long through) {
		return new Gap(after, List.of(), through);
	}

}
