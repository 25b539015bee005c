package chat.foyer.entry;

import java.time.Duration;

import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.store.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link SeatSweep} on a real database.
 */
class SeatSweepTests {

	private static final Duration TWO_HOURS = Duration.ofHours(2);

	private static final RoomKey ATTIC = new RoomKey("attic");

	@RegisterExtension
	static final SqliteStore store = new SqliteStore();

	private final RoomRegistry registry = mock();

	private SeatSweep sweep;

	@BeforeEach
	void openSweep() {
		this.sweep = new SeatSweep(store.jdbc(), this.registry, store.clock());
	}

	@Test
	void seatWithoutSessionIsGivenUp() {
		takeSeat("ann", "attic");
		takeSeat("ann", "cellar");
		store.clock().move(Duration.ofMinutes(2));
		this.sweep.sweep();
		then(this.registry).should().leave(new Guest("ann"), ATTIC);
		then(this.registry).should().leave(new Guest("ann"), new RoomKey("cellar"));
		then(this.registry).shouldHaveNoMoreInteractions();
	}

	@Test
	void seatOfAnEndedSessionIsGivenUp() {
		takeSeat("ann", "attic");
		beginSession("ann");
		store.clock().move(TWO_HOURS);
		this.sweep.sweep();
		then(this.registry).should().leave(new Guest("ann"), ATTIC);
	}

	@Test
	void seatIsKeptAsLongAsTheSession() {
		takeSeat("ann", "attic");
		beginSession("ann");
		beginSession("bob");
		store.clock().move(TWO_HOURS.minusMillis(1));
		this.sweep.sweep();
		then(this.registry).shouldHaveNoInteractions();
	}

	@Test
	void sessionOfSomebodyElseKeepsNoSeat() {
		takeSeat("ann", "attic");
		beginSession("bob");
		store.clock().move(Duration.ofMinutes(2));
		this.sweep.sweep();
		then(this.registry).should().leave(new Guest("ann"), ATTIC);
	}

	@Test
	void seatThatWasJustTakenMayWaitForItsSession() {
		takeSeat("ann", "attic");
		store.clock().move(Duration.ofMinutes(1));
		this.sweep.sweep();
		then(this.registry).shouldHaveNoInteractions();
	}

	@Test
	void seatOfAGuestWhoNeverCameBackIsGivenUp() {
		takeSeat("ann", "attic");
		beginSession("ann");
		store.jdbc().sql("update spring_session set last_access_time = creation_time").update();
		store.clock().move(Duration.ofMinutes(1));
		this.sweep.sweep();
		then(this.registry).shouldHaveNoInteractions();
		store.clock().move(Duration.ofMillis(1));
		this.sweep.sweep();
		then(this.registry).should().leave(new Guest("ann"), ATTIC);
	}

	private static void takeSeat(String guest, String room) {
		store.jdbc()
			.sql("""
					insert into seat (id, room, guest, username, folded, skeleton, taken_at)
					values (?, ?, ?, 'Ann', ?, 'ann', ?)""")
			.params(guest + room, room, guest, guest, store.clock().millis())
			.update();
	}

	private static void beginSession(String guest) {
		long now = store.clock().millis();
		store.jdbc()
			.sql("insert into spring_session values (:guest, :guest, :now, :now + 1, :seconds, :end, :guest)")
			.param("guest", guest)
			.param("now", now)
			.param("seconds", TWO_HOURS.toSeconds())
			.param("end", now + TWO_HOURS.toMillis())
			.update();
	}

}
