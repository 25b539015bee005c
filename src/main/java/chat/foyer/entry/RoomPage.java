package chat.foyer.entry;

import java.util.List;

import chat.foyer.message.Event;
import chat.foyer.room.Present;

/**
 * What the chat page shows of a room when it is opened; from then on the events after
 * {@link #lastSeq} keep it true.
 *
 * @param events some neighbouring events, in order
 * @param older whether there are events before them
 * @param since the first number that an event of the reader's seat can have
 * @param people those who are here, the reader among them, sorted by name
 */
record RoomPage(List<Event> events, boolean older, long since, List<Present> people) {

	/**
	 * The number of the first event shown, 0 if there is none.
	 */
	public long firstSeq() {
		return this.events.isEmpty() ? 0 : this.events.get(0).seq();
	}

	/**
	 * The number of the last event shown, 0 if there is none.
	 */
	public long lastSeq() {
		return this.events.isEmpty() ? 0 : this.events.get(this.events.size() - 1).seq();
	}

}
