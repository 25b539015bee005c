package chat.foyer.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of a draft.
 *
 * @param event the event that the draft has become now or, without HTML, had become
 * before; null if the draft was refused because its seat is not in the room any more
 * @param added the events that were added to the log for the draft, in order: none for a
 * repeat or a refusal, two where an arrival had to be written before a message
 */
record AppendResult(@Nullable Event event, List<Event> added) {

	static final AppendResult REFUSED = new AppendResult(null, List.of());

	AppendResult {
		added = List.copyOf(added);
	}

	static AppendResult repeated(Event event) {
		return new AppendResult(event, List.of());
	}

	static AppendResult added(Event event) {
		return new AppendResult(event, List.of(event));
	}

	/**
	 * Whether the log had no arrival of the seat, and got one together with its message.
	 */
	boolean impliesArrival() {
		return this.added.size() > 1;
	}

}
