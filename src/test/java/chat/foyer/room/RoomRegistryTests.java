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

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final RoomKey CELLAR = RoomKey.of("Cellar");

	private static final Username ANN = new Username("Ann");

	private static final Username BOB = new Username("Bob");

	@RegisterExtension
	static final SqliteStore store = new SqliteStore(Seats.class);

	private final List<Object> happenings = new ArrayList<>();

	private final Guest guest = Guest.arrive();

	private final Guest other = Guest.arrive();

	private RoomRegistry registry;

	@BeforeEach
	void openRegistry() {
		this.registry = new RoomRegistry(store.get(Seats.class), this.happenings::add);
	}

	@Test
	void guestTakesSeat() {
		Seat seat = this.registry.take(this.guest, ATTIC, ANN);
		assertThat(seat).isEqualTo(new Seat(seat.id(), ATTIC, this.guest.id(), ANN));
		assertThat(this.registry.find(this.guest, ATTIC)).contains(seat);
		assertThat(this.registry.find(this.other, ATTIC)).isEmpty();
		assertThat(this.happenings).isEmpty();
	}

	@Test
	void takingTheSameSeatAgainKeepsIt() {
		Seat seat = this.registry.take(this.guest, ATTIC, ANN);
		assertThat(this.registry.take(this.guest, ATTIC, ANN)).isEqualTo(seat);
		assertThat(this.happenings).isEmpty();
	}

	@Test
	void anotherNameMeansAnotherSeat() {
		Seat old = this.registry.take(this.guest, ATTIC, ANN);
		Seat seat = this.registry.take(this.guest, ATTIC, BOB);
		assertThat(seat.id()).isNotEqualTo(old.id());
		assertThat(this.registry.findAll()).containsExactly(seat);
		assertThat(this.happenings).containsExactly(new SeatFreed(old));
		assertThat(this.registry.take(this.other, ATTIC, ANN).username()).isEqualTo(ANN);
	}

	@Test
	void guestMayChangeTheWayTheirOwnNameIsWritten() {
		this.registry.take(this.guest, ATTIC, ANN);
		Seat seat = this.registry.take(this.guest, ATTIC, new Username("ANN"));
		assertThat(this.registry.findAll()).containsExactly(seat);
	}

	@Test
	void takenNameIsRefusedAndChangesNothing() {
		Seat ann = this.registry.take(this.guest, ATTIC, ANN);
		Seat bob = this.registry.take(this.other, ATTIC, BOB);
		assertThatExceptionOfType(UsernameTakenException.class)
			.isThrownBy(() -> this.registry.take(this.other, ATTIC, new Username("ann")));
		assertThat(this.registry.findAll()).containsExactlyInAnyOrder(ann, bob);
		assertThat(this.happenings).isEmpty();
	}

	@Test
	void nameIsTakenInItsRoomOnly() {
		this.registry.take(this.guest, ATTIC, ANN);
		assertThat(this.registry.take(this.other, CELLAR, ANN).username()).isEqualTo(ANN);
	}

	@Test
	void newestSeatOfGuestIsLast() {
		Seat cellar = this.registry.take(this.guest, CELLAR, ANN);
		store.clock().move(Duration.ofMillis(1));
		Seat attic = this.registry.take(this.guest, ATTIC, BOB);
		assertThat(this.registry.findAll(this.guest)).containsExactly(cellar, attic);
	}

	@Test
	void leavingFreesTheName() {
		Seat seat = this.registry.take(this.guest, ATTIC, ANN);
		this.registry.leave(this.guest, ATTIC);
		assertThat(this.happenings).containsExactly(new SeatFreed(seat));
		assertThat(this.registry.find(this.guest, ATTIC)).isEmpty();
		assertThat(this.registry.take(this.other, ATTIC, ANN).id()).isNotEqualTo(seat.id());
	}

	@Test
	void leavingTwiceIsLeavingOnce() {
		this.registry.take(this.guest, ATTIC, ANN);
		this.registry.leave(this.guest, ATTIC);
		this.registry.leave(this.guest, ATTIC);
		assertThat(this.happenings).hasSize(1);
	}

	@Test
	void leavingWithoutSeatDoesNothing() {
		Seat seat = this.registry.take(this.guest, ATTIC, ANN);
		this.registry.leave(this.other, ATTIC);
		this.registry.leave(this.guest, CELLAR);
		assertThat(this.registry.findAll()).containsExactly(seat);
		assertThat(this.happenings).isEmpty();
	}

	@Test
	void suggestionIsFree() {
		this.registry.take(this.guest, ATTIC, ANN);
		this.registry.take(this.other, ATTIC, new Username("Ann 2"));
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
			this.registry.take(Guest.arrive(), ATTIC, new Username("Ann " + number));
		}
		assertThat(this.registry.suggest(ATTIC, ANN)).isEmpty();
	}

}
