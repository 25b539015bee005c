package chat.foyer.room;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rooms that were ever opened, and the seats that guests hold in them. A room stays
 * when it is empty. A guest holds a seat until giving it up or until some time after the
 * session has ended; {@link Presence} tells whether the guest is here at the moment.
 * <p>
 * The database itself rejects a second seat of one guest in one room and a second holder
 * of one folded username. A transaction that takes a seat locks the guest and the room,
 * and checks that no two names resemble each other and that no guest exceeds the limit of
 * seats. A guest without a browser is not locked.
 * <p>
 * Thread-safe; calls block on the database. {@link SeatFreed} is published on the calling
 * thread, after the commit.
 */
@Service
public class RoomRegistry {

	/**
	 * How long a guest waits to enter while many others do.
	 */
	private static final int ENTER_WITHIN_SECONDS = 10;

	private static final int GUESTS_PER_QUERY = 500;

	private static final int SEATS_PER_QUERY = 500;

	private static final String SEATS = "select " + SeatRowMapper.COLUMNS + " from seat ";

	private static final String HELD = "select id from seat where (room, id) in (values %s)";

	private static final RowMapper<Seat> SEAT = new SeatRowMapper();

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	private final TransactionTemplate entering;

	private final Browsers browsers;

	private final Usernames usernames;

	private final int seatsPerGuest;

	private final Clock clock;

	private final ApplicationEventPublisher publisher;

	RoomRegistry(JdbcTemplate jdbc, PlatformTransactionManager transactions, Browsers browsers, Usernames usernames,
			SeatProperties limits, Clock clock, ApplicationEventPublisher publisher) {
		this.jdbc = JdbcClient.create(jdbc);
		this.batches = jdbc;
		this.entering = new TransactionTemplate(transactions);
		this.entering.setTimeout(ENTER_WITHIN_SECONDS);
		this.browsers = browsers;
		this.usernames = usernames;
		this.seatsPerGuest = limits.seatsPerGuest();
		this.clock = clock;
		this.publisher = publisher;
	}

	/**
	 * Takes a seat for a guest. A guest who holds a seat in the room under the same
	 * username keeps it; a seat under another username is replaced. A new seat gets a
	 * colour that as few as possible of the room's other seats have. Concurrent requests
	 * of one guest for one room end in one seat.
	 * @param guest the guest
	 * @param room the room's name; a room that was never opened is shown with this
	 * spelling from now on
	 * @param username the name that the guest wants
	 * @return the seat that the guest holds now
	 * @throws UsernameTakenException if another guest in the room holds the name or one
	 * that it {@link Username#resembles resembles}; nothing is changed
	 * @throws TooManySeatsException if the guest holds as many seats as allowed in other
	 * rooms; nothing is changed
	 */
	public Seat take(Guest guest, RoomName room, Username username) {
		NameKeys name = NameKeys.of(username);
		return enter(() -> {
			this.browsers.lock(guest);
			return put(guest, room, name);
		});
	}

	/**
	 * Takes a seat for the guest of a browser that sends no session, as {@link #take}
	 * does. The browser may have lost its session, or not have got it yet because the
	 * form was sent twice: then it is the same guest as before, and otherwise a new one.
	 * @param browser a hash of a secret that only this browser has
	 * @param room the room's name, as for {@link #take}
	 * @param username the name that the guest wants
	 * @return the seat, which has the guest
	 * @throws UsernameTakenException as {@link #take} does
	 * @throws TooManySeatsException as {@link #take} does
	 */
	public Seat takeFirst(String browser, RoomName room, Username username) {
		NameKeys name = NameKeys.of(username);
		this.browsers.find(browser).ifPresent((guest) -> see(List.of(guest)));
		return enter(() -> put(this.browsers.guestOf(browser), room, name));
	}

	/**
	 * Assigns a browser to a guest. The guest's previous browser is no longer recognised.
	 * @param browser a hash of a secret that only the new browser has
	 */
	public void assign(String browser, Guest guest) {
		this.browsers.assign(browser, guest);
		see(List.of(guest));
	}

	private Seat enter(Supplier<Placement> put) {
		Placement placement = Objects.requireNonNull(this.entering.execute((transaction) -> put.get()));
		placement.replaced().ifPresent((seat) -> this.publisher.publishEvent(new SeatFreed(seat)));
		return placement.seat();
	}

	/**
	 * Takes a seat in a transaction that has locked the guest. Transactions lock in this
	 * order, so that they do not wait for each other in a circle: a guest, a room, one
	 * seat.
	 */
	Placement put(Guest guest, RoomName roomName, NameKeys name) {
		open(roomName);
		RoomKey room = roomName.key();
		Optional<Seat> held = find(guest, room);
		if (held.isEmpty()) {
			requireFreeSeat(guest);
		}
		else if (held.get().username().equals(name.username())) {
			return new Placement(held.get(), Optional.empty());
		}
		// Another node may give it up at the same moment.
		Optional<Seat> replaced = held.filter(this::remove);
		if (this.usernames.findHolder(room, name).isPresent()) {
			throw new UsernameTakenException();
		}
		Seat seat = new Seat(UUID.randomUUID().toString(), room, guest.id(), name.username(), freeColor(room));
		this.jdbc.sql("""
				insert into seat (room, id, guest, username, folded, skeleton, taken_at, color)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(room.value(), seat.id(), seat.guest(), seat.username().value(), name.folded(), name.skeleton(),
					this.clock.millis(), seat.color())
			.update();
		return new Placement(seat, replaced);
	}

	/**
	 * Opens a room under a name, unless it was opened before, and locks its row until the
	 * end of the transaction, so that no other guest takes a similar name meanwhile.
	 */
	private void open(RoomName name) {
		// An update that changes nothing, since an insert that does nothing locks
		// nothing.
		this.jdbc.sql("""
				insert into room (room, name, last_seq) values (?, ?, 0)
				on conflict (room) do update set last_seq = room.last_seq""")
			.params(name.key().value(), name.value())
			.update();
	}

	private void requireFreeSeat(Guest guest) {
		List<Seat> seats = findAll(guest);
		if (seats.size() >= this.seatsPerGuest) {
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
	 * Gives up a guest's seat, if there is one; the name is free at once.
	 */
	public void leave(Guest guest, RoomKey room) {
		find(guest, room).filter(this::remove).ifPresent((seat) -> this.publisher.publishEvent(new SeatFreed(seat)));
	}

	private boolean remove(Seat seat) {
		return this.jdbc.sql("delete from seat where room = ? and id = ?")
			.params(seat.room().value(), seat.id())
			.update() > 0;
	}

	/**
	 * Gives up a seat, unless its guest was connected since a moment.
	 */
	public void leaveUnused(Seat seat, Instant seenBefore) {
		int removed = this.jdbc.sql("delete from seat where room = ? and id = ? and (seen_at is null or seen_at < ?)")
			.params(seat.room().value(), seat.id(), seenBefore.toEpochMilli())
			.update();
		if (removed > 0) {
			this.publisher.publishEvent(new SeatFreed(seat));
		}
	}

	/**
	 * Stores that guests are connected now, which keeps their names for a while after
	 * their sessions have ended.
	 */
	public void see(Collection<Guest> guests) {
		long now = this.clock.millis();
		this.batches.batchUpdate("update seat set seen_at = ? where room = ? and id = ?",
				findAll(guests).stream()
					.sorted(Seat.ORDER)
					.map((seat) -> new Object[] { now, seat.room().value(), seat.id() })
					.toList());
	}

	private List<Seat> findAll(Collection<Guest> guests) {
		List<String> ids = guests.stream().map(Guest::id).toList();
		List<Seat> seats = new ArrayList<>();
		for (int start = 0; start < ids.size(); start += GUESTS_PER_QUERY) {
			seats.addAll(this.jdbc.sql(SEATS + "where guest in (:guests)")
				.param("guests", ids.subList(start, Math.min(start + GUESTS_PER_QUERY, ids.size())))
				.query(SEAT)
				.list());
		}
		return seats;
	}

	/**
	 * A room's name in the spelling of the guest who opened it; the key itself if the
	 * room was never opened.
	 */
	public RoomName nameOf(RoomKey room) {
		return namesOf(List.of(room)).getOrDefault(room, new RoomName(room.value()));
	}

	/**
	 * The names of rooms in the spelling of the guests who opened them; rooms that were
	 * never opened are absent.
	 */
	public Map<RoomKey, RoomName> namesOf(Collection<RoomKey> rooms) {
		Map<RoomKey, RoomName> names = new HashMap<>();
		if (!rooms.isEmpty()) {
			this.jdbc.sql("select room, name from room where room in (:rooms)")
				.param("rooms", rooms.stream().map(RoomKey::value).toList())
				.query((row) -> {
					names.put(new RoomKey(row.getString("room")), new RoomName(row.getString("name")));
				});
		}
		return names;
	}

	/**
	 * The seat of a guest in a room.
	 */
	public Optional<Seat> find(Guest guest, RoomKey room) {
		return this.jdbc.sql(SEATS + "where room = ? and guest = ?")
			.params(room.value(), guest.id())
			.query(SEAT)
			.optional();
	}

	/**
	 * All seats of a guest, the newest last.
	 */
	public List<Seat> findAll(Guest guest) {
		return this.jdbc.sql(SEATS + "where guest = ? order by taken_at, id").param(guest.id()).query(SEAT).list();
	}

	/**
	 * Which of some guests have a seat.
	 */
	public Set<Guest> findSeated(Collection<Guest> guests) {
		List<String> ids = guests.stream().map(Guest::id).toList();
		Set<Guest> seated = new HashSet<>();
		for (int start = 0; start < ids.size(); start += GUESTS_PER_QUERY) {
			this.jdbc.sql("select distinct guest from seat where guest in (:guests)")
				.param("guests", ids.subList(start, Math.min(start + GUESTS_PER_QUERY, ids.size())))
				.query((row) -> {
					seated.add(new Guest(row.getString("guest")));
				});
		}
		return seated;
	}

	/**
	 * The seats that were taken before a moment, and whose guests have not been connected
	 * since another one.
	 */
	public List<Seat> findUnused(Instant takenBefore, Instant seenBefore) {
		return this.jdbc.sql(SEATS + "where taken_at < ? and (seen_at is null or seen_at < ?)")
			.params(takenBefore.toEpochMilli(), seenBefore.toEpochMilli())
			.query(SEAT)
			.list();
	}

	/**
	 * Whether a seat is held. Its guest may give it up at any moment.
	 */
	public boolean isHeld(Seat seat) {
		return this.jdbc.sql("select exists (select 1 from seat where room = ? and id = ?)")
			.params(seat.room().value(), seat.id())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Which of some seats are held, as {@link #isHeld} tells.
	 */
	public Set<Seat> findHeld(Collection<Seat> seats) {
		Map<String, Seat> byId = new HashMap<>();
		seats.forEach((seat) -> byId.put(seat.id(), seat));
		Set<Seat> held = new HashSet<>();
		List<Seat> all = List.copyOf(byId.values());
		for (int start = 0; start < all.size(); start += SEATS_PER_QUERY) {
			List<Seat> some = all.subList(start, Math.min(start + SEATS_PER_QUERY, all.size()));
			String rows = String.join(", ", Collections.nCopies(some.size(), "(?, ?)"));
			this.jdbc.sql(HELD.formatted(rows))
				.params(some.stream().flatMap((seat) -> Stream.of(seat.room().value(), seat.id())).toArray())
				.query((row) -> {
					held.add(Objects.requireNonNull(byId.get(row.getString("id"))));
				});
		}
		return held;
	}

	/**
	 * The result of taking a seat.
	 *
	 * @param seat the seat that the guest holds now
	 * @param replaced the seat that it replaces
	 */
	record Placement(Seat seat, Optional<Seat> replaced) {
	}

}
