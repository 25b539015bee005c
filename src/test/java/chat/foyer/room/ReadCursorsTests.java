package chat.foyer.room;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import chat.foyer.support.Race;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ReadCursors} on a real database.
 */
@EachDatabase
class ReadCursorsTests {

	private static final Guest GUEST = new Guest("ann");

	@RegisterExtension
	static final TestStore store = new TestStore(Browsers.class, ReadCursors.class, Usernames.class);

	private RoomRegistry registry;

	private Seat ann;

	private Seat bob;

	@BeforeEach
	void takeSeats() {
		this.registry = RoomRegistryTests.open(store, 20, (event) -> {
		});
		this.ann = this.registry.take(GUEST, new RoomName("Attic"), new Username("Ann"));
		this.bob = this.registry.take(new Guest("bob"), new RoomName("Attic"), new Username("Bob"));
		store.jdbc().sql("update room set last_seq = 7").update();
	}

	@Test
	void limitsCursorToTheLog() {
		cursors().advance(this.ann, Long.MAX_VALUE);
		cursors().advance(this.bob, -1);
		cursors().save();
		assertThat(cursors().of(this.ann)).contains(7L);
		assertThat(cursors().of(this.bob)).isEmpty();
	}

	@Test
	void cursorBeyondTheLogLeavesLaterEventsUnread() {
		cursors().advance(this.ann, Long.MAX_VALUE);
		assertThat(cursors().of(this.ann)).contains(7L);
		store.jdbc().sql("update room set last_seq = 9").update();
		cursors().save();
		assertThat(cursors().of(this.ann)).contains(7L);
		cursors().advance(this.ann, 9);
		cursors().save();
		assertThat(cursors().of(this.ann)).contains(9L);
	}

	@Test
	void cursorOnlyRises() {
		assertThat(cursors().of(this.ann)).isEmpty();
		cursors().advance(this.ann, 7);
		cursors().advance(this.ann, 5);
		assertThat(cursors().of(this.ann)).contains(7L);
		cursors().save();
		cursors().advance(this.ann, 6);
		assertThat(cursors().of(this.ann)).contains(7L);
		cursors().save();
		assertThat(cursors().of(this.ann)).contains(7L);
		assertThat(cursors().of(this.bob)).isEmpty();
	}

	@Test
	void readsStoredCursorsOfGuests() {
		cursors().advance(this.ann, 5);
		cursors().save();
		cursors().advance(this.ann, 6);
		assertThat(cursors().stored(List.of(GUEST, new Guest("bob"), new Guest("cid"))))
			.containsExactlyInAnyOrderEntriesOf(Map.of(this.ann, 5L, this.bob, -1L));
		assertThat(cursors().stored(List.of())).isEmpty();
	}

	@Test
	void readsAllCursorsOfGuest() {
		Seat cellar = this.registry.take(GUEST, new RoomName("Cellar"), new Username("Ann"));
		store.jdbc().sql("update room set last_seq = 7").update();
		assertThat(cursors().of(GUEST)).isEmpty();
		cursors().advance(this.ann, 3);
		cursors().advance(this.bob, 4);
		cursors().save();
		assertThat(cursors().of(GUEST)).containsOnly(Map.entry(this.ann.id(), 3L));
		cursors().advance(this.ann, 5);
		cursors().advance(cellar, 6);
		assertThat(cursors().of(GUEST)).containsOnly(Map.entry(this.ann.id(), 5L), Map.entry(cellar.id(), 6L));
	}

	@Test
	void savesCursorOfEmptyRoom() {
		cursors().advance(this.ann, 0);
		cursors().save();
		assertThat(cursors().of(this.ann)).contains(0L);
	}

	@Test
	void savesCursorsWhileAnotherNodeSeesTheGuests() throws Exception {
		List<Guest> guests = IntStream.range(0, 40).mapToObj((i) -> new Guest("guest " + i)).toList();
		List<Seat> seats = guests.stream()
			.map((guest) -> this.registry.take(guest, new RoomName("Attic"), new Username(guest.id())))
			.toList();
		for (long seq = 1; seq <= 7; seq++) {
			long read = seq;
			seats.forEach((seat) -> cursors().advance(seat, read));
			Race.of(cursors()::save, () -> this.registry.see(guests));
		}
		assertThat(seats).allSatisfy((seat) -> assertThat(cursors().of(seat)).contains(7L));
	}

	@Test
	void savesCursorsAtStop() {
		cursors().advance(this.ann, 3);
		cursors().advance(this.bob, 4);
		store.restart();
		assertThat(cursors().of(this.ann)).contains(3L);
		assertThat(cursors().of(this.bob)).contains(4L);
	}

	@Test
	void freedSeatHasNoCursor() {
		cursors().advance(this.ann, 3);
		this.registry.leave(GUEST, this.ann.room());
		cursors().save();
		assertThat(cursors().of(this.ann)).isEmpty();
	}

	private static ReadCursors cursors() {
		return store.get(ReadCursors.class);
	}

}
