package chat.foyer.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of a draft.
 *
 * @param event the event that the draft has become now or, without HTML, had become
 * before; null if the draft was refused
 * @param added the events that were added to the log for the draft, in order: none for a
 * repeat or a refusal, two where an arrival had to be written before a message
 * @param problem why a change was refused; null if it was not, or if the draft was
 * refused because its seat is not in the room any more
 */
record AppendResult(@Nullable Event event, List<Event> added, ChangeRefusedException.@Nullable Problem problem) {

	static final AppendResult REFUSED = new AppendResult(null, List.of(), null);

	AppendResult {
		added = List.copyOf(added);
	}

	static AppendResult repeated(Event event) {
		return new AppendResult(event, List.of(), null);
	}

	static AppendResult added(Event event) {
		return new AppendResult(event, List.of(event), null);
	}

	/**
	 * The result of a draft before which an arrival had to be written.
	 */
	static AppendResult added(Event arrival, Event event) {
		return new AppendResult(event, List.of(arrival, event), null);
	}

	static AppendResult refused(ChangeRefusedException.Problem problem) {
		return new AppendResult(null, List.of(), problem);
	}

	/**
	 * Whether the log had no arrival of the seat, and got one together with its message
	 * or change.
	 */
	boolean impliesArrival() {
		return this.added.size() > 1;
	}

}
