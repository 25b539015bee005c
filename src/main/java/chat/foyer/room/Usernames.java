package chat.foyer.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The usernames that seats hold in rooms, and which others they exclude.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
public class Usernames {

	private static final int MAX_SUGGESTION = 50;

	private static final SeatRowMapper SEAT = new SeatRowMapper();

	private final JdbcClient jdbc;

	Usernames(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Finds the usernames of all seats in rooms, in no particular order. Rooms without
	 * seats are absent.
	 */
	public Map<RoomKey, List<Username>> in(Collection<RoomKey> rooms) {
		Map<RoomKey, List<Username>> usernames = new HashMap<>();
		if (!rooms.isEmpty()) {
			this.jdbc.sql("select room, username from seat where room in (:rooms)")
				.param("rooms", rooms.stream().map(RoomKey::value).toList())
				.query((row) -> {
					usernames.computeIfAbsent(new RoomKey(row.getString("room")), (room) -> new ArrayList<>())
						.add(new Username(row.getString("username")));
				});
		}
		return usernames;
	}

	/**
	 * The seat that keeps others from taking a username in a room: the one with this
	 * name, or else the oldest one whose name it {@link Username#resembles resembles}.
	 */
	public Optional<Seat> findHolder(RoomKey room, Username username) {
		return findHolder(room, NameKeys.of(username));
	}

	Optional<Seat> findHolder(RoomKey room, NameKeys name) {
		return this.jdbc
			.sql("select " + SeatRowMapper.COLUMNS + ", folded from seat"
					+ " where room = ? and (folded = ? or skeleton = ?) order by folded <> ?, taken_at, id")
			.params(room.value(), name.folded(), name.skeleton(), name.folded())
			.query((row, number) -> new Holder(SEAT.mapRow(row, number), row.getString("folded")))
			.list()
			.stream()
			.filter((holder) -> holder.excludes(name))
			.map(Holder::seat)
			.findFirst();
	}

	/**
	 * A free username that resembles a taken one, such as {@code Ann 2}; none if all that
	 * were tried are taken or too long.
	 */
	public Optional<Username> suggest(RoomKey room, Username taken) {
		Set<String> folded = this.jdbc.sql("select folded from seat where room = ?")
			.param(room.value())
			.query(String.class)
			.set();
		for (int number = 2; number < MAX_SUGGESTION; number++) {
			String suggestion = taken.value() + " " + number;
			// Most are found taken by the cheap key.
			if (!folded.contains(new Username(suggestion).folded())) {
				try {
					Username username = Username.of(suggestion);
					if (findHolder(room, username).isEmpty()) {
						return Optional.of(username);
					}
				}
				catch (InvalidNameException tooLong) {
					return Optional.empty();
				}
			}
		}
		return Optional.empty();
	}

	private record Holder(Seat seat, String folded) {

		boolean excludes(NameKeys name) {
			return this.folded.equals(name.folded()) || name.username().resembles(this.seat.username());
		}

	}

}
