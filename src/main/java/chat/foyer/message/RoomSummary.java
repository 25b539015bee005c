package chat.foyer.message;

import java.util.List;
import java.util.Optional;

import chat.foyer.room.Username;

/**
 * The unread messages of a room, for a guest with a seat there who looks at another page.
 *
 * @param room the encoded key of the room
 * @param lastSeq the number of the room's newest event, 0 if none
 * @param unread how many messages of others the guest has not read there,
 * {@value Unread#MOST} standing for that many or more
 * @param mentions how many of them mention the guest
 */
public record RoomSummary(String room, long lastSeq, int unread, int mentions) {

	/**
	 * Returns the summary after further events, without the database if possible.
	 * @param events appended events of the room, in order; those that are counted already
	 * are skipped
	 * @param reader the guest's username in the room
	 * @return empty if the database has to count: events are missing in between, one of
	 * them may mention the reader, or one deletes a message, which may have been counted
	 */
	public Optional<RoomSummary> after(List<Event> events, Username reader) {
		long last = this.lastSeq;
		int count = this.unread;
		for (Event event : events) {
			if (event.seq() > last) {
				if (event.seq() != last + 1 || changesOtherwise(event)) {
					return Optional.empty();
				}
				last = event.seq();
				count += isOfOther(event, reader) ? 1 : 0;
			}
		}
		return Optional.of(new RoomSummary(this.room, last, Math.min(count, Unread.MOST), this.mentions));
	}

	private static boolean changesOtherwise(Event event) {
		return switch (event.type()) {
			case DELETE -> true;
			case MESSAGE -> event.re() != null || (event.text() != null && Mention.isPossibleIn(event.text()));
			default -> false;
		};
	}

	/**
	 * Whether a message of another guest is to be read. Changes of messages are not.
	 */
	private static boolean isOfOther(Event event, Username reader) {
		return event.type() == EventType.MESSAGE && event.text() != null && !event.author().equals(reader.value());
	}

}
