package chat.foyer.room;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The seats that are held, stored so that they outlive a restart. The database itself
 * rejects a second seat of one guest in one room and a second holder of one folded
 * username. The transaction that locks the room checks that no two names resemble each
 * other and that no guest exceeds the limit of seats.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
class Seats {

	/**
	 * How long a guest waits to enter while many others do.
	 */
	private static final int ENTER_WITHIN_SECONDS = 10;

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	private final Rooms rooms;

	private final Browsers browsers;

	private final Clock clock;

	Seats(JdbcClient jdbc, JdbcTemplate batches, Rooms rooms, Browsers browsers, Clock clock) {
		this.jdbc = jdbc;
		this.batches = batches;
		this.rooms = rooms;
		this.browsers = browsers;
		this.clock = clock;
	}

	Optional<Seat> find(String guest, RoomKey room) {
		return this.jdbc.sql("select id, room, guest, username, color from seat where guest = ? and room = ?")
			.params(guest, room.value())
			.query(Seats::seat)
			.optional();
	}

	List<Seat> findAll(String guest) {
		return this.jdbc.sql("select id, room, guest, username, color from seat where guest = ? order by taken_at, id")
			.params(guest)
			.query(Seats::seat)
			.list();
	}

	List<Seat> findAll() {
		return this.jdbc.sql("select id, room, guest, username, color from seat").query(Seats::seat).list();
	}

	Map<RoomKey, List<Username>> usernames(Collection<RoomKey> rooms) {
		Map<RoomKey, List<Username>> usernames = new HashMap<>();
		this.jdbc.sql("select room, username from seat where room in (:rooms)")
			.param("rooms", rooms.stream().map(RoomKey::value).toList())
			.query((row) -> {
				usernames.computeIfAbsent(new RoomKey(row.getString("room")), (room) -> new ArrayList<>())
					.add(new Username(row.getString("username")));
			});
		return usernames;
	}

	boolean isHeld(Seat seat) {
		return this.jdbc.sql("select count(*) from seat where id = ?").param(seat.id()).query(Long.class).single() > 0;
	}

	/**
	 * The folded usernames of all seats in a room.
	 */
	Set<String> foldedUsernames(RoomKey room) {
		return this.jdbc.sql("select folded from seat where room = ?").param(room.value()).query(String.class).set();
	}

	/**
	 * The seat that keeps others from taking a username in a room: the one with the same
	 * folded name, or else the oldest one whose name the username resembles.
	 */
	Optional<Seat> findHolder(RoomKey room, NameKeys name) {
		return this.jdbc
			.sql("""
					select id, room, guest, username, color, folded from seat where room = ? and (folded = ? or skeleton = ?)
					order by folded <> ?, taken_at, id""")
			.params(room.value(), name.folded(), name.skeleton(), name.folded())
			.query((row, number) -> {
				Seat seat = seat(row, number);
				boolean isSame = row.getString("folded").equals(name.folded());
				return (isSame || name.username().resembles(seat.username())) ? List.of(seat) : List.<Seat>of();
			})
			.list()
			.stream()
			.flatMap(List::stream)
			.findFirst();
	}

	/**
	 * Adds a seat. It replaces the seat that its guest holds in its room, unless that one
	 * has the same username and stays. The first seat of a room opens it under the given
	 * spelling. The seat gets a colour that as few as possible of the room's other seats
	 * have. Concurrent requests of one guest for one room end in one seat.
	 * @param seat the seat; its colour is ignored
	 * @param keys the keys of the seat's username: computing them takes too long for a
	 * transaction that keeps others from writing
	 * @param name the room's name as the guest wrote it
	 * @param limit how many seats the guest may hold with the new one; a replacement is
	 * always allowed
	 * @return the seat and the one that was in its place
	 * @throws TooManySeatsException if the guest would exceed the limit; nothing is
	 * changed
	 * @throws UsernameTakenException if somebody else holds the name or one that it
	 * resembles; nothing is changed
	 */
	@Transactional(timeout = ENTER_WITHIN_SECONDS)
	public Placement put(Seat seat, NameKeys keys, RoomName name, int limit) {
		// First: it locks the room, so that nobody takes a similar name meanwhile.
		this.rooms.open(name);
		Optional<Seat> held = find(seat.guest(), seat.room());
		if (held.filter((old) -> old.username().equals(seat.username())).isPresent()) {
			return new Placement(seat, held);
		}
		if (held.isEmpty()) {
			requireFreeSeat(seat.guest(), limit);
		}
		held.ifPresent(this::remove);
		if (findHolder(seat.room(), keys).isPresent()) {
			throw new UsernameTakenException();
		}
		Seat placed = seat.withColor(freeColor(seat.room()));
		this.jdbc.sql("""
				insert into seat (id, room, guest, username, folded, skeleton, taken_at, color)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(placed.id(), placed.room().value(), placed.guest(), placed.username().value(), keys.folded(),
					keys.skeleton(), this.clock.millis(), placed.color())
			.update();
		return new Placement(placed, held);
	}

	private void requireFreeSeat(String guest, int limit) {
		List<Seat> seats = findAll(guest);
		if (seats.size() >= limit) {
			throw new TooManySeatsException(seats.get(0));
		}
	}

	/**
	 * The first of the colours that the fewest seats of a room have.
	 */
	private int freeColor(RoomKey room) {
		long[] seats = new long[Seat.COLORS];
		this.jdbc.sql("select color, count(*) as seats from seat where room = ? group by color")
			.param(room.value())
			.query((row) -> {
				seats[row.getInt("color")] = row.getLong("seats");
			});
		return IntStream.range(0, Seat.COLORS)
			.boxed()
			.min(Comparator.comparingLong((color) -> seats[color]))
			.orElseThrow();
	}

	/**
	 * Adds a seat for the guest of a browser, as the other {@code put} does. A browser
	 * without a guest gets a new one. Concurrent requests of one browser end in one
	 * guest, and in one seat if they ask for the same.
	 * @param browser the hash of the browser's key
	 * @param keys the username that the guest wants, with its keys
	 */
	@Transactional(timeout = ENTER_WITHIN_SECONDS)
	public Placement put(String browser, NameKeys keys, RoomName name, int limit) {
		Guest guest = this.browsers.guestOf(browser);
		see(List.of(guest.id()));
		return put(Seat.of(guest, name, keys.username()), keys, name, limit);
	}

	/**
	 * The seats that were taken before a moment and whose guests were not connected since
	 * another.
	 */
	List<Seat> findUnused(Instant takenBefore, Instant seenBefore) {
		return this.jdbc
			.sql("""
					select id, room, guest, username, color from seat where taken_at < ? and (seen_at is null or seen_at < ?)""")
			.params(takenBefore.toEpochMilli(), seenBefore.toEpochMilli())
			.query(Seats::seat)
			.list();
	}

	/**
	 * Removes a seat unless its guest was connected since a moment.
	 */
	boolean removeUnused(Seat seat, Instant seenBefore) {
		return this.jdbc.sql("delete from seat where id = ? and (seen_at is null or seen_at < ?)")
			.params(seat.id(), seenBefore.toEpochMilli())
			.update() > 0;
	}

	/**
	 * Stores that guests are connected now.
	 */
	@Transactional
	public void see(Collection<String> guests) {
		long now = this.clock.millis();
		this.batches.batchUpdate("update seat set seen_at = ? where guest = ?",
				guests.stream().map((guest) -> new Object[] { now, guest }).toList());
	}

	boolean remove(Seat seat) {
		return this.jdbc.sql("delete from seat where id = ?").params(seat.id()).update() > 0;
	}

	private static Seat seat(ResultSet row, int number) throws SQLException {
		return new Seat(row.getString("id"), new RoomKey(row.getString("room")), row.getString("guest"),
				new Username(row.getString("username")), row.getInt("color"));
	}

	/**
	 * The result of adding a seat.
	 *
	 * @param seat the requested seat
	 * @param held the seat that the guest held in the room before; it is still there
	 * instead of the requested one if it has the same username
	 */
	record Placement(Seat seat, Optional<Seat> held) {
	}

}
