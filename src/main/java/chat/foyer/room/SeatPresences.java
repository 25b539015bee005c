package chat.foyer.room;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The attendance of every seat whose guest is here, by room.
 */
final class SeatPresences {

	private final Map<RoomKey, Map<Seat, SeatPresence>> rooms = new HashMap<>();

	Map<Seat, SeatPresence> in(RoomKey room) {
		return this.rooms.getOrDefault(room, Map.of());
	}

	@Nullable SeatPresence find(Seat seat) {
		return in(seat.room()).get(seat);
	}

	SeatPresence add(Seat seat) {
		SeatPresence attendance = new SeatPresence();
		this.rooms.computeIfAbsent(seat.room(), (room) -> new HashMap<>()).put(seat, attendance);
		return attendance;
	}

	@Nullable SeatPresence remove(Seat seat) {
		Map<Seat, SeatPresence> room = this.rooms.get(seat.room());
		if (room == null) {
			return null;
		}
		SeatPresence removed = room.remove(seat);
		this.rooms.remove(seat.room(), Map.of());
		return removed;
	}

}
