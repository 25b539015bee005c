package chat.foyer.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import chat.foyer.store.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link RoomRegistry} on a real database.
 */
class RoomRegistryTests {

	private static final RoomName ATTIC_NAME = new RoomName("Attic");

	private static final RoomName CELLAR_NAME = new RoomName("Cellar");

	private static final RoomKey ATTIC = ATTIC_NAME.key();

	private static final RoomKey CELLAR = CELLAR_NAME.key();

	private static final Username ANN = new Username("Ann");

	private static final Username BOB = new Username("Bob");

	@RegisterExtension
	static final SqliteStore store = new SqliteStore(Rooms.class, Seats.class, Browsers.class);

	private final List<Object> publisher = new ArrayList<>();

	private final Guest guest = Guest.arrive();

	private final Guest other = Guest.arrive();

	private RoomRegistry registry;

	@BeforeEach
	void openRegistry() {
		this.registry = new RoomRegistry(store.get(Rooms.class), store.get(Seats.class), store.get(Browsers.class),
				new SeatProperties(20), this.publisher::add);
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
	void takingTheSameSeatAgainKeepsIt() {
		Seat seat = this.registry.take(this.guest, ATTIC_NAME, ANN);
		assertThat(this.registry.take(this.guest, ATTIC_NAME, ANN)).isEqualTo(seat);
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void anotherNameMeansAnotherSeat() {
		Seat old = this.registry.take(this.guest, ATTIC_NAME, ANN);
		Seat seat = this.registry.take(this.guest, ATTIC_NAME, BOB);
		assertThat(seat.id()).isNotEqualTo(old.id());
		assertThat(this.registry.findAll()).containsExactly(seat);
		assertThat(this.publisher).containsExactly(new SeatFreed(old));
		assertThat(this.registry.take(this.other, ATTIC_NAME, ANN).username()).isEqualTo(ANN);
	}

	@Test
	void guestMayChangeTheWayTheirOwnNameIsWritten() {
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		Seat seat = this.registry.take(this.guest, ATTIC_NAME, new Username("ANN"));
		assertThat(this.registry.findAll()).containsExactly(seat);
	}

	@Test
	void takenNameIsRefusedAndChangesNothing() {
		Seat ann = this.registry.take(this.guest, ATTIC_NAME, ANN);
		Seat bob = this.registry.take(this.other, ATTIC_NAME, BOB);
		assertThatExceptionOfType(UsernameTakenException.class)
			.isThrownBy(() -> this.registry.take(this.other, ATTIC_NAME, new Username("ann")));
		assertThat(this.registry.findAll()).containsExactlyInAnyOrder(ann, bob);
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void nameIsTakenInItsRoomOnly() {
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
	void leavingTwiceIsLeavingOnce() {
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
		assertThat(this.registry.findAll()).containsExactly(seat);
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

	@Test
	void suggestionResemblesNobody() {
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		this.registry.take(this.other, ATTIC_NAME, new Username("\u0410nn 2"));
		assertThat(this.registry.suggest(ATTIC, ANN)).contains(new Username("Ann 3"));
	}

	@Test
	void suggestionIsFree() {
		this.registry.take(this.guest, ATTIC_NAME, ANN);
		this.registry.take(this.other, ATTIC_NAME, new Username("Ann 2"));
		assertThat(this.registry.suggest(ATTIC, ANN)).contains(new Username("Ann 3"));
		assertThat(this.registry.suggest(CELLAR, ANN)).contains(new Username("Ann 2"));
	}

	@Test
	void nothingIsSuggestedForNamesThatLeaveNoRoomForNumber() {
		assertThat(this.registry.suggest(ATTIC, new Username("x".repeat(32)))).isEmpty();
	}

	@Test
	void suggestingComesToAnEnd() {
		for (int number = 2; number < 60; number++) {
			this.registry.take(Guest.arrive(), ATTIC_NAME, new Username("Ann " + number));
		}
		assertThat(this.registry.suggest(ATTIC, ANN)).isEmpty();
	}

}
