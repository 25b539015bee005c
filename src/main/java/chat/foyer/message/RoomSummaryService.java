package chat.foyer.message;

import java.util.List;

import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;

import org.springframework.stereotype.Service;

/**
 * Counts what guests have not read yet. Thread-safe; calls block on the database.
 */
@Service
public class RoomSummaryService {

	private final RoomRegistry registry;

	private final ReadCursors cursors;

	private final Events events;

	RoomSummaryService(RoomRegistry registry, ReadCursors cursors, Events events) {
		this.registry = registry;
		this.cursors = cursors;
		this.events = events;
	}

	/**
	 * What a seat's guest is told of the seat's room.
	 */
	public RoomSummary of(Seat seat) {
		long lastSeq = this.events.lastSeq(seat.room());
		Unread unread = unread(seat, lastSeq);
		return new RoomSummary(seat.room().encoded(), lastSeq, unread.count(), unread.mentions());
	}

	/**
	 * What a seat's guest has not read of a room.
	 * @param lastSeq the number of the room's newest event
	 */
	public Unread unread(Seat seat, long lastSeq) {
		return this.cursors.of(seat)
			.filter((cursor) -> cursor < lastSeq)
			.map((cursor) -> this.events.unread(seat, cursor, lastSeq, namesakes(seat)))
			.orElse(Unread.NONE);
	}

	/**
	 * The usernames in the room that win over the reader's where they stand in a message.
	 */
	public List<String> namesakes(Seat reader) {
		List<String> names = this.registry.usernames(reader.room()).stream().map(Username::value).toList();
		return Mention.longerNames(reader.username().value(), names);
	}

}
