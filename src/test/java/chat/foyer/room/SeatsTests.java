package chat.foyer.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import chat.foyer.store.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Seats} on a real database.
 */
class SeatsTests {

	private static final RoomKey ATTIC = new RoomKey("attic");

	private static final int LIMIT = 20;

	private static final RoomKey CELLAR = new RoomKey("cellar");

	@RegisterExtension
	static final SqliteStore store = new SqliteStore(Seats.class, Rooms.class, Browsers.class);

	private Seats seats;

	@BeforeEach
	void findSeats() {
		this.seats = store.get(Seats.class);
	}

	@Test
	void seatIsFoundAsItWasPut() {
		Seat seat = put("ann", ATTIC, "Ann");
		assertThat(this.seats.find("ann", ATTIC)).contains(seat);
		assertThat(this.seats.findAll()).containsExactly(seat);
	}

	@Test
	void seatIsFoundForItsGuestAndRoomOnly() {
		put("ann", ATTIC, "Ann");
		assertThat(this.seats.find("ann", CELLAR)).isEmpty();
		assertThat(this.seats.find("bob", ATTIC)).isEmpty();
		assertThat(this.seats.findAll("bob")).isEmpty();
	}

	@Test
	void newestSeatOfGuestIsLast() {
		Seat cellar = put("ann", CELLAR, "Ann");
		store.clock().move(Duration.ofMillis(1));
		Seat attic = put("ann", ATTIC, "Ann");
		put("bob", ATTIC, "Bob");
		assertThat(this.seats.findAll("ann")).containsExactly(cellar, attic);
	}

	@Test
	void nameIsTakenForAllThatLookLikeIt() {
		put("ann", ATTIC, "Paul");
		assertThat(isTaken(ATTIC, new Username("Paul"))).isTrue();
		assertThat(isTaken(ATTIC, new Username("P\u0430ul"))).isTrue();
		assertThat(isTaken(ATTIC, new Username("Paula"))).isFalse();
		assertThat(isTaken(CELLAR, new Username("Paul"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "Ann, ANN", "\u03B3\u03BD, \u03B3\u2228", "Paul, P\u0430ul" })
	void holderOfANameThatIsResembledIsFound(String held, String wanted) {
		Seat seat = put("ann", ATTIC, held);
		assertThat(this.seats.findHolder(ATTIC, NameKeys.of(new Username(wanted)))).contains(seat);
	}

	/**
	 * Keys are computed before the transaction: it is given a wrong one and does not
	 * notice.
	 */
	@Test
	void transactionComputesNoKeys() {
		Seat seat = new Seat("1", ATTIC, "ann", new Username("Ann"));
		this.seats.put(seat, new NameKeys(seat.username(), "folded", "skeleton"), new RoomName("attic"), LIMIT);
		assertThat(this.seats.foldedUsernames(ATTIC)).containsExactly("folded");
		assertThat(isTaken(ATTIC, new Username("Ann"))).isFalse();
	}

	@Test
	void lookAlikeOfAnotherGuestIsRefused() {
		Seat first = put("ann", ATTIC, "Paul");
		assertThatExceptionOfType(UsernameTakenException.class).isThrownBy(() -> put("eve", ATTIC, "P\u0430ul"));
		assertThat(this.seats.findAll()).containsExactly(first);
	}

	@ParameterizedTest
	@CsvSource({ "Ann, ANN, ann, \u0410nn", "Ilya, llya, 1lya, |lya", "O'Neil, o'neil, O\u2019Neil, 0'Neil",
			"Olga, 0lga, OLGA, O\u04CFga" })
	void oneOfThoseWhoRaceForSimilarNamesGetsIt(String first, String second, String third, String fourth)
			throws Exception {
		List<String> names = List.of(first, second, third, fourth);
		ExecutorService guests = Executors.newFixedThreadPool(names.size());
		try {
			for (int round = 0; round < 10; round++) {
				RoomKey room = new RoomKey("room " + round);
				CyclicBarrier start = new CyclicBarrier(names.size());
				List<Future<Boolean>> races = new ArrayList<>();
				for (String name : names) {
					races.add(guests.submit(() -> {
						start.await();
						return isSeated(name, room);
					}));
				}
				int seated = 0;
				for (Future<Boolean> race : races) {
					seated += race.get() ? 1 : 0;
				}
				assertThat(seated).isEqualTo(1);
			}
		}
		finally {
			guests.shutdownNow();
		}
		assertThat(this.seats.findAll()).hasSize(10);
	}

	@Test
	void similarNamesOfReadersOfOneScriptAreTwo() {
		put("a", ATTIC, "Maria");
		put("b", ATTIC, "Marla");
		put("c", ATTIC, "\u529B");
		put("d", ATTIC, "\u30AB");
		assertThat(this.seats.findAll()).hasSize(4);
	}

	@Test
	void refusedGuestKeepsTheSeatHeldBefore() {
		Seat held = put("eve", ATTIC, "Eve");
		put("ann", ATTIC, "Ann");
		assertThatExceptionOfType(UsernameTakenException.class).isThrownBy(() -> put("eve", ATTIC, "Ann"));
		assertThat(this.seats.find("eve", ATTIC)).contains(held);
	}

	@Test
	void secondSeatInOneRoomTakesThePlaceOfTheFirst() {
		put("ann", ATTIC, "Ann");
		Seat second = put("ann", ATTIC, "Anna");
		assertThat(this.seats.findAll()).containsExactly(second);
		assertThat(isTaken(ATTIC, new Username("Ann"))).isFalse();
	}

	@Test
	void seatOfTheSameNameStays() {
		Seat first = put("ann", ATTIC, "Ann");
		Seat again = new Seat("again", ATTIC, "ann", new Username("Ann"));
		assertThat(put(again).held()).contains(first);
		assertThat(this.seats.findAll()).containsExactly(first);
	}

	@Test
	void seatThatIsReplacedIsToldOf() {
		Seat first = new Seat("1", ATTIC, "ann", new Username("Ann"));
		assertThat(put(first).held()).isEmpty();
		assertThat(put(new Seat("2", ATTIC, "ann", new Username("Anna"))).held()).contains(first);
	}

	@Test
	void seatsOfARoomHaveDifferentColorsAsLongAsThereAreColors() {
		List<Seat> attic = IntStream.range(0, 12).mapToObj((i) -> put("guest " + i, ATTIC, "Guest " + i)).toList();
		assertThat(attic).extracting(Seat::color).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
		assertThat(put("ann", CELLAR, "Ann").color()).as("another room").isZero();
		assertThat(put("ann", ATTIC, "Ann").color()).isZero();
		this.seats.remove(attic.get(5));
		assertThat(put("bob", ATTIC, "Bob").color()).as("the only one without a seat").isEqualTo(5);
		assertThat(put("bob", ATTIC, "Bobby").color()).as("under another name").isEqualTo(5);
		assertThat(this.seats.find("bob", ATTIC).orElseThrow().color()).isEqualTo(5);
	}

	@Test
	void seatIsHeldUntilItIsRemovedOrReplaced() {
		Seat first = put("ann", ATTIC, "Ann");
		assertThat(this.seats.isHeld(first)).isTrue();
		Seat second = put("ann", ATTIC, "Anna");
		assertThat(this.seats.isHeld(first)).isFalse();
		this.seats.remove(second);
		assertThat(this.seats.isHeld(second)).isFalse();
	}

	@Test
	void databaseItselfRefusesTwoHoldersOfOneName() {
		put("ann", ATTIC, "Ann");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> store.jdbc().sql("""
				insert into seat (id, room, guest, username, folded, skeleton, taken_at)
				select 'other', room, 'eve', username, folded, skeleton, taken_at from seat""").update())
			.withMessageContaining("seat.room, seat.folded");
	}

	@Test
	void removedSeatFreesItsName() {
		Seat seat = put("ann", ATTIC, "Ann");
		assertThat(this.seats.remove(seat)).isTrue();
		assertThat(isTaken(ATTIC, seat.username())).isFalse();
		assertThat(this.seats.remove(seat)).isFalse();
	}

	@Test
	void oldSeatIsNotMistakenForItsSuccessor() {
		Seat old = put("ann", ATTIC, "Ann");
		Seat successor = put("ann", ATTIC, "Anna");
		assertThat(this.seats.remove(old)).isFalse();
		assertThat(this.seats.findAll()).containsExactly(successor);
	}

	@Test
	void restartLeavesEverybodyInTheirPlace() {
		Seat ann = put("ann", ATTIC, "Ann");
		Seat emoji = put("bob", RoomKey.of("caf\u00E9 \uD83D\uDE00"), "Bob \uD83D\uDE00");
		store.restart();
		findSeats();
		assertThat(this.seats.findAll()).containsExactlyInAnyOrder(ann, emoji);
	}

	@Test
	void guestHoldsNoMoreSeatsThanAllowed() {
		List<Seat> held = IntStream.range(0, LIMIT).mapToObj((i) -> {
			store.clock().move(Duration.ofMillis(1));
			return put("ann", new RoomKey("room " + i), "Ann");
		}).toList();
		assertThatExceptionOfType(TooManySeatsException.class).isThrownBy(() -> put("ann", ATTIC, "Ann"))
			.returns(held.get(0), TooManySeatsException::oldest);
		assertThat(this.seats.findAll("ann")).isEqualTo(held);
		put("ann", held.get(0).room(), "Anna");
		put("bob", ATTIC, "Bob");
		this.seats.remove(held.get(1));
		assertThat(put("ann", ATTIC, "Ann")).as("after leaving a room").isNotNull();
	}

	@Test
	void guestKeepsTheSeatsAboveALoweredLimit() {
		Seat attic = put("ann", ATTIC, "Ann");
		Seat cellar = put("ann", CELLAR, "Ann");
		assertThat(this.seats.put(attic, NameKeys.of(attic.username()), new RoomName("attic"), 1).held())
			.contains(attic);
		Seat renamed = new Seat("renamed", CELLAR, "ann", new Username("Anna"));
		assertThat(this.seats.put(renamed, NameKeys.of(renamed.username()), new RoomName("cellar"), 1).held())
			.contains(cellar);
		assertThat(this.seats.findAll("ann")).hasSize(2);
	}

	@Test
	void concurrentRequestsDoNotExceedTheLimitOfSeats() throws Exception {
		int requests = 8;
		CyclicBarrier start = new CyclicBarrier(requests);
		ExecutorService tabs = Executors.newFixedThreadPool(requests);
		try {
			List<Future<Boolean>> races = IntStream.range(0, requests).mapToObj((i) -> tabs.submit(() -> {
				start.await();
				Seat seat = new Seat("seat " + i, new RoomKey("room " + i), "ann", new Username("Ann"));
				try {
					this.seats.put(seat, NameKeys.of(seat.username()), new RoomName("Room " + i), 3);
					return true;
				}
				catch (TooManySeatsException ex) {
					return false;
				}
			})).toList();
			int seated = 0;
			for (Future<Boolean> race : races) {
				seated += race.get() ? 1 : 0;
			}
			assertThat(seated).isEqualTo(3);
		}
		finally {
			tabs.shutdownNow();
		}
		assertThat(this.seats.findAll("ann")).hasSize(3);
	}

	private boolean isSeated(String name, RoomKey room) {
		try {
			put("guest of " + name, room, name);
			return true;
		}
		catch (UsernameTakenException ex) {
			return false;
		}
	}

	private Seat put(String guest, RoomKey room, String username) {
		Seat seat = new Seat(UUID.randomUUID().toString(), room, guest, new Username(username));
		return put(seat).seat();
	}

	private Seats.Placement put(Seat seat) {
		return this.seats.put(seat, NameKeys.of(seat.username()), new RoomName(seat.room().value()), LIMIT);
	}

	private boolean isTaken(RoomKey room, Username username) {
		return this.seats.findHolder(room, NameKeys.of(username)).isPresent();
	}

}
