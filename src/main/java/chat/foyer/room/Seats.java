package chat.foyer.room;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The seats that are held, kept in the database so that a restart leaves everybody in
 * their place. The database itself refuses a second seat of one guest in one room and a
 * second holder of one folded username; that no two names resemble each other is seen to
 * in the transaction that locks the room.
 */
@Repository
class Seats {

	private final JdbcClient jdbc;

	private final Rooms rooms;

	private final Clock clock;

	Seats(JdbcClient jdbc, Rooms rooms, Clock clock) {
		this.jdbc = jdbc;
		this.rooms = rooms;
		this.clock = clock;
	}

	Optional<Seat> find(String guest, RoomKey room) {
		return this.jdbc.sql("select id, room, guest, username from seat where guest = ? and room = ?")
			.params(guest, room.value())
			.query(Seats::seat)
			.optional();
	}

	List<Seat> findAll(String guest) {
		return this.jdbc.sql("select id, room, guest, username from seat where guest = ? order by taken_at, id")
			.params(guest)
			.query(Seats::seat)
			.list();
	}

	List<Seat> findAll() {
		return this.jdbc.sql("select id, room, guest, username from seat").query(Seats::seat).list();
	}

	List<Username> usernames(RoomKey room) {
		return this.jdbc.sql("select username from seat where room = ?")
			.param(room.value())
			.query((row, number) -> new Username(row.getString("username")))
			.list();
	}

	boolean isHeld(Seat seat) {
		return this.jdbc.sql("select count(*) from seat where id = ?").param(seat.id()).query(Long.class).single() > 0;
	}

	/**
	 * Whether a username, or one that it resembles, is held in a room.
	 */
	boolean isTaken(RoomKey room, Username username) {
		return this.jdbc.sql("select username from seat where room = ? and (folded = ? or skeleton = ?)")
			.params(room.value(), username.folded(), username.skeleton())
			.query((row, number) -> new Username(row.getString("username")))
			.list()
			.stream()
			.anyMatch(username::resembles);
	}

	/**
	 * Adds a seat in the place of any other one that its guest holds in its room, unless
	 * that one bears the very same name. Two requests of one guest at the same moment end
	 * in one seat. The first seat of a room opens it under the spelling given.
	 * @param seat the seat
	 * @param name the room's name as the guest wrote it
	 * @return the seat that was in its place; it is still there where it bears the name
	 * @throws UsernameTakenException if somebody else holds the name or one that it
	 * resembles; nothing is changed
	 */
	@Transactional
	public Optional<Seat> put(Seat seat, RoomName name) {
		// First: it locks the room, so that nobody takes a similar name meanwhile.
		this.rooms.open(name);
		Optional<Seat> held = find(seat.guest(), seat.room());
		if (held.filter((old) -> old.username().equals(seat.username())).isPresent()) {
			return held;
		}
		held.ifPresent(this::remove);
		if (isTaken(seat.room(), seat.username())) {
			throw new UsernameTakenException();
		}
		this.jdbc.sql("""
				insert into seat (id, room, guest, username, folded, skeleton, taken_at)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.params(seat.id(), seat.room().value(), seat.guest(), seat.username().value(), seat.username().folded(),
					seat.username().skeleton(), this.clock.millis())
			.update();
		return held;
	}

	boolean remove(Seat seat) {
		return this.jdbc.sql("delete from seat where id = ?").params(seat.id()).update() > 0;
	}

	private static Seat seat(ResultSet row, int number) throws SQLException {
		return new Seat(row.getString("id"), new RoomKey(row.getString("room")), row.getString("guest"),
				new Username(row.getString("username")));
	}

}
