package chat.foyer.message;

import java.util.List;
import java.util.Optional;

import chat.foyer.room.Username;

/**
 * What a guest who is elsewhere is told of a room.
 *
 * @param room the word that names the room in addresses and destinations
 * @param lastSeq the number of the room's newest event, 0 if none
 * @param unread how many messages of others the guest has not read there,
 * {@value Unread#MOST} standing for that many or more
 * @param mentions how many of them call the guest
 */
public record RoomSummary(String room, long lastSeq, int unread, int mentions) {

	/**
	 * What the guest is told after further events.
	 * @param events some of the room's events that were appended, in their order; those
	 * that are counted already are passed over
	 * @param reader the guest's username in the room
	 * @return nothing where the database has to count: events are missing in between, or
	 * one of them may call somebody
	 */
	public Optional<RoomSummary> after(List<Event> events, Username reader) {
		long last = this.lastSeq;
		int count = this.unread;
		for (Event event : events) {
			if (event.seq() > last) {
				String text = event.text();
				if (event.seq() != last + 1 || (text != null && Mention.isPossibleIn(text))) {
					return Optional.empty();
				}
				last = event.seq();
				count += (text != null && !event.author().equals(reader.value())) ? 1 : 0;
			}
		}
		return Optional.of(new RoomSummary(this.room, last, Math.min(count, Unread.MOST), this.mentions));
	}

}
