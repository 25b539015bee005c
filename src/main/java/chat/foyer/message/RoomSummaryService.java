package chat.foyer.message;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import chat.foyer.message.UnreadMessages.Position;
import chat.foyer.room.Guest;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.room.Usernames;

import org.springframework.stereotype.Service;

/**
 * Summarises rooms for the guests who sit in them. Thread-safe; calls block on the
 * database.
 */
@Service
public class RoomSummaryService {

	private static final long ALL = Long.MAX_VALUE;

	private final ReadCursors cursors;

	private final UnreadMessages messages;

	private final Usernames usernames;

	RoomSummaryService(ReadCursors cursors, UnreadMessages messages, Usernames usernames) {
		this.cursors = cursors;
		this.messages = messages;
		this.usernames = usernames;
	}

	/**
	 * Summarises the room of a seat.
	 */
	public RoomSummary of(Seat seat) {
		return summary(seat, this.messages.count(List.of(new Position(seat, this.cursors.of(seat).orElse(ALL), ALL))));
	}

	/**
	 * Summarises the rooms of a guest. The number of queries does not depend on the
	 * number of rooms.
	 * @param seats all seats of the guest
	 * @return the summaries in the order of the seats
	 */
	public List<RoomSummary> of(Guest guest, List<Seat> seats) {
		if (seats.isEmpty()) {
			return List.of();
		}
		Map<String, Long> read = this.cursors.of(guest);
		Map<String, Unread> counts = this.messages
			.count(seats.stream().map((seat) -> new Position(seat, read.getOrDefault(seat.id(), ALL), ALL)).toList());
		return seats.stream().map((seat) -> summary(seat, counts)).toList();
	}

	/**
	 * Counts what a seat's guest has not read in a room.
	 * @param lastSeq the number of the last event that counts
	 */
	public Unread unread(Seat seat, long lastSeq) {
		return this.cursors.of(seat)
			.filter((cursor) -> cursor < lastSeq)
			.map((cursor) -> this.messages.count(List.of(new Position(seat, cursor, lastSeq))).get(seat.id()))
			.orElse(Unread.NONE);
	}

	/**
	 * Finds the usernames that win over the readers' where they stand in a message.
	 * @param seats the readers' seats
	 * @return the usernames by the rooms of the seats
	 */
	public Map<RoomKey, List<String>> namesakes(Collection<Seat> seats) {
		Map<RoomKey, List<Username>> usernames = this.usernames.in(seats.stream().map(Seat::room).toList());
		Map<RoomKey, List<String>> namesakes = new HashMap<>();
		seats.forEach((seat) -> {
			List<String> here = usernames.getOrDefault(seat.room(), List.of()).stream().map(Username::value).toList();
			namesakes.put(seat.room(), Mention.longerNames(seat.username().value(), here));
		});
		return namesakes;
	}

	private static RoomSummary summary(Seat seat, Map<String, Unread> counts) {
		Unread unread = counts.getOrDefault(seat.id(), Unread.NONE);
		return new RoomSummary(seat.room().encoded(), unread.lastSeq(), unread.count(), unread.mentions());
	}

}
