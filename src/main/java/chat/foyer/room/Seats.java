package chat.foyer.room;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The seats that are held, and the browsers of their guests. Both are kept in the
 * database, so that they outlive a restart. The database itself rejects a second seat of
 * one guest in one room and a second holder of one folded username. The transaction that
 * locks the room checks that no two names resemble each other.
 */
@Repository
class Seats {

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	private final Rooms rooms;

	private final Clock clock;

	Seats(JdbcClient jdbc, JdbcTemplate batches, Rooms rooms, Clock clock) {
		this.jdbc = jdbc;
		this.batches = batches;
		this.rooms = rooms;
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
	 * Adds a seat in the place of any other one that its guest holds in its room, unless
	 * that one bears the very same name. Two requests of one guest at the same moment end
	 * in one seat. The first seat of a room opens it under the spelling given. The seat
	 * gets a colour that as few as possible of the room's other seats have.
	 * @param seat the seat; its colour does not count
	 * @param keys the keys of the seat's username: computing them takes too long for a
	 * transaction that keeps others from writing
	 * @param name the room's name as the guest wrote it
	 * @return the seat and the one that was in its place
	 * @throws UsernameTakenException if somebody else holds the name or one that it
	 * resembles; nothing is changed
	 */
	@Transactional
	public Placement put(Seat seat, NameKeys keys, RoomName name) {
		// First: it locks the room, so that nobody takes a similar name meanwhile.
		this.rooms.open(name);
		Optional<Seat> held = find(seat.guest(), seat.room());
		if (held.filter((old) -> old.username().equals(seat.username())).isPresent()) {
			return new Placement(seat, held);
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
	 * Adds a seat for the guest of a browser, as {@link #put(Seat, NameKeys, RoomName)}
	 * does. A browser that has no guest gets a new one. Requests of one browser at the
	 * same moment end in one guest, and in one seat if they ask for the same.
	 * @param browser the hash of the browser's key
	 * @param keys the username that the guest wants, with its keys
	 * @param name the room's name as the guest wrote it
	 * @throws UsernameTakenException if somebody else holds the name or one that it
	 * resembles; nothing is changed
	 */
	@Transactional
	public Placement put(String browser, NameKeys keys, RoomName name) {
		Seat seat = new Seat(UUID.randomUUID().toString(), name.key(), guestOf(browser).id(), keys.username());
		return put(seat, keys, name);
	}

	private Guest guestOf(String browser) {
		Optional<Guest> known = this.jdbc.sql("select guest from browser where key_hash = ?")
			.param(browser)
			.query(String.class)
			.optional()
			.map(Guest::new);
		known.ifPresent((guest) -> see(List.of(guest.id())));
		return known.orElseGet(() -> {
			Guest guest = Guest.arrive();
			this.jdbc.sql("insert into browser (key_hash, guest) values (?, ?)").params(browser, guest.id()).update();
			return guest;
		});
	}

	/**
	 * Makes a browser the only one of a guest, and the guest the only one of the browser.
	 * @param browser the hash of the browser's key
	 */
	@Transactional
	public void assign(String browser, Guest guest) {
		this.jdbc.sql("delete from browser where key_hash = ? or guest = ?").params(browser, guest.id()).update();
		this.jdbc.sql("insert into browser (key_hash, guest) values (?, ?)").params(browser, guest.id()).update();
		see(List.of(guest.id()));
	}

	/**
	 * Whether a guest has a browser.
	 */
	boolean hasBrowser(Guest guest) {
		return this.jdbc.sql("select count(*) from browser where guest = ?")
			.param(guest.id())
			.query(Long.class)
			.single() > 0;
	}

	/**
	 * Whether a browser is that of any guest.
	 * @param browser the hash of the browser's key
	 */
	boolean knowsBrowser(String browser) {
		return this.jdbc.sql("select count(*) from browser where key_hash = ?")
			.param(browser)
			.query(Long.class)
			.single() > 0;
	}

	/**
	 * Assigns a browser to a guest, unless the browser or the guest has another one.
	 * @param browser the hash of the browser's key
	 * @return whether it was assigned now
	 */
	boolean assignFirst(String browser, Guest guest) {
		return this.jdbc.sql("insert into browser (key_hash, guest) values (?, ?) on conflict do nothing")
			.params(browser, guest.id())
			.update() > 0;
	}

	/**
	 * The browsers' guests who have no seat.
	 */
	List<Guest> findSeatless() {
		return this.jdbc.sql("select guest from browser where guest not in (select guest from seat)")
			.query(String.class)
			.list()
			.stream()
			.map(Guest::new)
			.toList();
	}

	/**
	 * Forgets the browser of a guest who has no seat.
	 */
	void forgetBrowser(Guest guest) {
		this.jdbc.sql("delete from browser where guest = ? and guest not in (select guest from seat)")
			.param(guest.id())
			.update();
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
	 * A seat that was asked for.
	 *
	 * @param seat the seat
	 * @param held the seat that its guest had in the room before; it is still there, in
	 * the place of the one asked for, if it has the same name
	 */
	record Placement(Seat seat, Optional<Seat> held) {
	}

}
