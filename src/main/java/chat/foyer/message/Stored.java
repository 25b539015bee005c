package chat.foyer.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of a draft.
 *
 * @param event the event that the draft has become now or had become before; null if the
 * draft was refused because its seat is not in the room any more
 * @param added the events that were added to the log for the draft, in order: none for a
 * repeat or a refusal, two where an arrival had to be written before a message
 */
record Stored(@Nullable Event event, List<Event> added) {

	static final Stored REFUSED = new Stored(null, List.of());

	Stored {
		added = List.copyOf(added);
	}

	static Stored repeated(Event event) {
		return new Stored(event, List.of());
	}

	static Stored added(Event event) {
		return new Stored(event, List.of(event));
	}

	/**
	 * Whether the log had no arrival of the seat, and got one together with its message.
	 */
	boolean impliesArrival() {
		return this.added.size() > 1;
	}

}
