package chat.foyer.room;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import chat.foyer.support.Race;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link RoomRegistry} on a real database.
 */
@EachDatabase
class RoomRegistryTests {

	private static final RoomName ATTIC_NAME = new RoomName("Attic");

	private static final RoomName CELLAR_NAME = new RoomName("Cellar");

	private static final RoomKey ATTIC = ATTIC_NAME.key();

	private static final RoomKey CELLAR = CELLAR_NAME.key();

	private static final int LIMIT = 20;

	private static final Username ANN = new Username("Ann");

	private static final Username BOB = new Username("Bob");

	@RegisterExtension
	static final TestStore store = new TestStore(Browsers.class, Usernames.class);

	private final List<Object> publisher = new CopyOnWriteArrayList<>();

	private final Guest guest = Guest.arrive();

	private final Guest other = Guest.arrive();

	private RoomRegistry registry;

	@BeforeEach
	void openRegistry() {
		this.registry = registry(LIMIT);
	}

	private RoomRegistry registry(int seatsPerGuest) {
		return open(store, seatsPerGuest, this.publisher::add);
	}

	static RoomRegistry open(TestStore store, int seatsPerGuest, ApplicationEventPublisher publisher) {
		return new RoomRegistry(store.get(JdbcTemplate.class), store.get(PlatformTransactionManager.class),
				store.get(Browsers.class), store.get(Usernames.class), new SeatProperties(seatsPerGuest), store.clock(),
				publisher);
	}

	@Test
	void guestTakesSeat() {
		Seat seat = this.registry.take(this.guest, ATTIC_NAME, ANN);
		assertThat(seat).isEqualTo(new Seat(seat.id(), ATTIC, this.guest.id(), ANN));
		assertThat(this.registry.find(this.guest, ATTIC)).contains(seat);
		assertThat(this.registry.find(this.other, ATTIC)).isEmpty();
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void takingTheSameNameAgainKeepsTheSeat() {
		Seat seat = this.registry.take(this.guest, ATTIC_NAME, ANN);
		assertThat(this.registry.take(this.guest, ATTIC_NAME, ANN)).isEqualTo(seat);
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void anotherNameReplacesTheSeat() {
		Seat old = this.registry.take(this.guest, ATTIC_NAME, ANN);
		Seat seat = this.registry.take(this.guest, ATTIC_NAME, BOB);
		assertThat(seat.id()).isNotEqualTo(old.id());
		assertThat(SeatRows.all(store.jdbc())).containsExactly(seat);
		assertThat(this.publisher).containsExactly(new SeatFreed(old));
		assertThat(this.registry.take(this.other, ATTIC_NAME, ANN).username()).isEqualTo(ANN);
	}

	@Test
	void refusedGuestKeepsTheSeatHeldBefore() {
		Seat held = this.registry.take(this.other, ATTIC_NAME, BOB);
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		assertThatExceptionOfType(UsernameTakenException.class)
			.isThrownBy(() -> this.registry.take(this.other, ATTIC_NAME, ANN));
		assertThat(this.registry.find(this.other, ATTIC)).contains(held);
	}

	@Test
	void rejectsConfusableUsername() {
		Seat first = take(this.guest, "Paul");
		assertThatExceptionOfType(UsernameTakenException.class).isThrownBy(() -> take(this.other, "P\u0430ul"));
		assertThat(SeatRows.all(store.jdbc())).containsExactly(first);
		assertThat(take(this.other, "Paula").username()).isEqualTo(new Username("Paula"));
	}

	@Test
	void admitsSimilarNamesOfOneScript() {
		for (String name : List.of("Maria", "Marla", "\u529B", "\u30AB")) {
			take(Guest.arrive(), name);
		}
		assertThat(SeatRows.all(store.jdbc())).hasSize(4);
	}

	@Test
	void findsGuestsWithSeatAmongMany() {
		Guest third = Guest.arrive();
		take(this.guest, "Ann");
		this.registry.take(this.guest, CELLAR_NAME, ANN);
		take(third, "Cid");
		Set<Guest> asked = new HashSet<>(Set.of(this.guest, this.other));
		IntStream.range(0, 1_000).forEach((i) -> asked.add(Guest.arrive()));
		assertThat(this.registry.findSeated(asked)).containsExactly(this.guest);
		assertThat(this.registry.findSeated(Set.of())).isEmpty();
	}

	/**
	 * The transaction is given wrong keys, and does not notice.
	 */
	@Test
	void computesKeysOfNamesBeforeTheTransaction() {
		this.registry.put(this.guest, ATTIC_NAME, new NameKeys(ANN, "folded", "skeleton"));
		assertThat(store.jdbc().sql("select folded from seat").query(String.class).list()).containsExactly("folded");
		assertThat(store.get(Usernames.class).findHolder(ATTIC, ANN)).isEmpty();
	}

	@Test
	void databaseRejectsSecondHolderOfName() {
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> store.jdbc().sql("""
				insert into seat (room, id, guest, username, folded, skeleton, taken_at)
				select room, 'other', 'eve', username, folded, skeleton, taken_at from seat""").update())
			.havingRootCause()
			.withMessageContaining("folded");
	}

	@ParameterizedTest
	@CsvSource({ "Ann, ANN, ann, \u0410nn", "Ilya, llya, 1lya, |lya", "O'Neil, o'neil, O\u2019Neil, 0'Neil",
			"Olga, 0lga, OLGA, O\u04CFga" })
	void admitsOneOfConcurrentGuestsWithConfusableNames(String first, String second, String third, String fourth)
			throws Exception {
		for (int round = 0; round < 10; round++) {
			RoomName room = new RoomName("room " + round);
			this.registry.take(this.other, room, new Username("Opens the room"));
			this.registry.leave(this.other, room.key());
			assertThat(countSuccesses(Stream.of(first, second, third, fourth)
				.map((name) -> () -> this.registry.take(new Guest("guest of " + name), room, new Username(name)))))
				.isEqualTo(1);
		}
		assertThat(SeatRows.all(store.jdbc())).hasSize(10);
	}

	@Test
	void givesSeatsOfOneRoomDifferentColorsWhileThereAreColors() {
		List<Seat> attic = IntStream.range(0, 12).mapToObj((i) -> take(Guest.arrive(), "Guest " + i)).toList();
		assertThat(attic).extracting(Seat::color).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
		assertThat(this.registry.take(this.guest, CELLAR_NAME, ANN).color()).as("another room").isZero();
		assertThat(take(this.guest, "Ann").color()).isZero();
		this.registry.leave(new Guest(attic.get(5).guest()), ATTIC);
		assertThat(take(this.other, "Bob").color()).as("the only one without a seat").isEqualTo(5);
		assertThat(take(this.other, "Bobby").color()).as("under another name").isEqualTo(5);
		assertThat(this.registry.find(this.other, ATTIC).orElseThrow().color()).isEqualTo(5);
	}

	@Test
	void seatIsHeldUntilItsGuestLeavesOrReplacesIt() {
		Seat first = take(this.guest, "Ann");
		assertThat(this.registry.isHeld(first)).isTrue();
		Seat second = take(this.guest, "Anna");
		assertThat(this.registry.isHeld(first)).isFalse();
		assertThat(this.registry.findHeld(List.of(first, second))).containsExactly(second);
		assertThat(this.registry.findHeld(List.of())).isEmpty();
		this.registry.leave(this.guest, ATTIC);
		assertThat(this.registry.isHeld(second)).isFalse();
	}

	@Test
	void sweepOfReplacedSeatKeepsItsSuccessor() {
		Seat old = take(this.guest, "Ann");
		Seat successor = take(this.guest, "Anna");
		this.publisher.clear();
		this.registry.leaveUnused(old, store.clock().instant());
		assertThat(SeatRows.all(store.jdbc())).containsExactly(successor);
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void seatsOutliveRestart() {
		Seat ann = take(this.guest, "Ann");
		Seat emoji = this.registry.take(this.other, RoomName.of("caf\u00E9 \uD83D\uDE00"),
				Username.of("Bob \uD83D\uDE00"));
		store.restart();
		openRegistry();
		assertThat(SeatRows.all(store.jdbc())).containsExactlyInAnyOrder(ann, emoji);
	}

	@Test
	void limitsSeatsOfGuest() {
		List<Seat> held = IntStream.range(0, LIMIT).mapToObj((i) -> {
			store.clock().move(Duration.ofMillis(1));
			return this.registry.take(this.guest, new RoomName("room " + i), ANN);
		}).toList();
		assertThatExceptionOfType(TooManySeatsException.class).isThrownBy(() -> take(this.guest, "Ann"))
			.returns(held.get(0), TooManySeatsException::oldest);
		assertThat(this.registry.findAll(this.guest)).isEqualTo(held);
		this.registry.take(this.guest, new RoomName("room 0"), new Username("Anna"));
		take(this.other, "Bob");
		this.registry.leave(this.guest, new RoomKey("room 1"));
		assertThat(take(this.guest, "Ann")).as("after leaving a room").isNotNull();
	}

	@Test
	void guestKeepsSeatsAboveLoweredLimit() {
		Seat attic = take(this.guest, "Ann");
		this.registry.take(this.guest, CELLAR_NAME, ANN);
		RoomRegistry lowered = registry(1);
		assertThat(lowered.take(this.guest, ATTIC_NAME, ANN)).isEqualTo(attic);
		assertThat(lowered.take(this.guest, CELLAR_NAME, BOB).username()).isEqualTo(BOB);
		assertThat(lowered.findAll(this.guest)).hasSize(2);
	}

	@Test
	void concurrentRequestsKeepTheLimitOfSeats() throws Exception {
		RoomRegistry limited = registry(3);
		store.get(Browsers.class).assign("browser", this.guest);
		assertThat(countSuccesses(
				IntStream.range(0, 8).mapToObj((i) -> () -> limited.take(this.guest, new RoomName("Room " + i), ANN))))
			.isEqualTo(3);
		assertThat(limited.findAll(this.guest)).hasSize(3);
	}

	@Test
	void concurrentRequestsForOneRoomEndInOneSeat() throws Exception {
		for (int round = 0; round < 10; round++) {
			RoomName room = new RoomName("room " + round);
			List<Seat> taken = Race.run(Stream.of("Ann", "Ann", "Bob")
				.<Callable<Seat>>map((name) -> () -> this.registry.take(this.guest, room, new Username(name)))
				.toList());
			Seat seat = this.registry.find(this.guest, room.key()).orElseThrow();
			assertThat(taken).contains(seat);
			assertThat(this.publisher).doesNotContain(new SeatFreed(seat)).doesNotHaveDuplicates();
		}
	}

	@Test
	void sweepsOfTwoNodesGiveUpASeatOnce() throws Exception {
		Seat seat = take(this.guest, "Ann");
		Runnable sweep = () -> this.registry.leaveUnused(seat, store.clock().instant());
		Race.of(sweep, sweep, sweep, sweep);
		assertThat(SeatRows.all(store.jdbc())).isEmpty();
		assertThat(this.publisher).containsExactly(new SeatFreed(seat));
	}

	@Test
	void guestMayChangeTheirOwnSpelling() {
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		Seat seat = this.registry.take(this.guest, ATTIC_NAME, new Username("ANN"));
		assertThat(SeatRows.all(store.jdbc())).containsExactly(seat);
	}

	@Test
	void takenNameChangesNothing() {
		Seat ann = this.registry.take(this.guest, ATTIC_NAME, ANN);
		Seat bob = this.registry.take(this.other, ATTIC_NAME, BOB);
		assertThatExceptionOfType(UsernameTakenException.class)
			.isThrownBy(() -> this.registry.take(this.other, ATTIC_NAME, new Username("ann")));
		assertThat(SeatRows.all(store.jdbc())).containsExactlyInAnyOrder(ann, bob);
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void sameNameIsFreeInAnotherRoom() {
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		assertThat(this.registry.take(this.other, CELLAR_NAME, ANN).username()).isEqualTo(ANN);
	}

	@Test
	void newestSeatOfGuestIsLast() {
		Seat cellar = this.registry.take(this.guest, CELLAR_NAME, ANN);
		store.clock().move(Duration.ofMillis(1));
		Seat attic = this.registry.take(this.guest, ATTIC_NAME, BOB);
		assertThat(this.registry.findAll(this.guest)).containsExactly(cellar, attic);
	}

	@Test
	void leavingFreesTheName() {
		Seat seat = this.registry.take(this.guest, ATTIC_NAME, ANN);
		this.registry.leave(this.guest, ATTIC);
		assertThat(this.publisher).containsExactly(new SeatFreed(seat));
		assertThat(this.registry.find(this.guest, ATTIC)).isEmpty();
		assertThat(this.registry.take(this.other, ATTIC_NAME, ANN).id()).isNotEqualTo(seat.id());
	}

	@Test
	void publishesOneEventForLeavingTwice() {
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		this.registry.leave(this.guest, ATTIC);
		this.registry.leave(this.guest, ATTIC);
		assertThat(this.publisher).hasSize(1);
	}

	@Test
	void leavingWithoutSeatDoesNothing() {
		Seat seat = this.registry.take(this.guest, ATTIC_NAME, ANN);
		this.registry.leave(this.other, ATTIC);
		this.registry.leave(this.guest, CELLAR);
		assertThat(SeatRows.all(store.jdbc())).containsExactly(seat);
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void roomIsShownInTheSpellingOfTheFirstGuest() {
		assertThat(this.registry.nameOf(ATTIC)).isEqualTo(new RoomName("attic"));
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		this.registry.take(this.other, new RoomName("ATTIC"), BOB);
		assertThat(this.registry.nameOf(ATTIC)).isEqualTo(ATTIC_NAME);
		this.registry.leave(this.guest, ATTIC);
		this.registry.leave(this.other, ATTIC);
		this.registry.take(this.other, new RoomName("aTTIC"), BOB);
		assertThat(this.registry.nameOf(ATTIC)).isEqualTo(ATTIC_NAME);
	}

	@Test
	void refusedGuestOpensNoRoom() {
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		assertThatExceptionOfType(UsernameTakenException.class)
			.isThrownBy(() -> this.registry.take(this.other, new RoomName("ATTIC"), ANN));
		assertThat(this.registry.nameOf(ATTIC)).isEqualTo(ATTIC_NAME);
	}

	private Seat take(Guest taker, String username) {
		return this.registry.take(taker, ATTIC_NAME, new Username(username));
	}

	/**
	 * Runs actions at the same time.
	 * @return how many of them were not refused
	 */
	private static long countSuccesses(Stream<Callable<Seat>> actions) throws Exception {
		return Race.run(actions.<Callable<Boolean>>map((action) -> () -> {
			try {
				return action.call() != null;
			}
			catch (UsernameTakenException | TooManySeatsException ex) {
				return false;
			}
		}).toList()).stream().filter((isTaken) -> isTaken).count();
	}

}
