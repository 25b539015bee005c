package chat.foyer.room;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The attendance of every seat whose guest is here, by room.
 */
final class Attendances {

	private final Map<RoomKey, Map<Seat, Attendance>> rooms = new HashMap<>();

	Map<Seat, Attendance> in(RoomKey room) {
		return this.rooms.getOrDefault(room, Map.of());
	}

	@Nullable Attendance find(Seat seat) {
		return in(seat.room()).get(seat);
	}

	Attendance add(Seat seat) {
		Attendance attendance = new Attendance();
		this.rooms.computeIfAbsent(seat.room(), (room) -> new HashMap<>()).put(seat, attendance);
		return attendance;
	}

	@Nullable Attendance remove(Seat seat) {
		Map<Seat, Attendance> room = this.rooms.get(seat.room());
		if (room == null) {
			return null;
		}
		Attendance removed = room.remove(seat);
		this.rooms.remove(seat.room(), Map.of());
		return removed;
	}

}
