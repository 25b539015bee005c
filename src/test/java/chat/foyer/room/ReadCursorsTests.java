package chat.foyer.room;

import java.util.Map;

import chat.foyer.store.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ReadCursors} on a real database.
 */
class ReadCursorsTests {

	private static final Seat ANN = new Seat("1", RoomKey.of("Attic"), "ann", new Username("Ann"));

	private static final Seat BOB = new Seat("2", RoomKey.of("Attic"), "bob", new Username("Bob"));

	@RegisterExtension
	static final SqliteStore store = new SqliteStore(Rooms.class, Seats.class, Browsers.class, ReadCursors.class);

	@BeforeEach
	void takeSeats() {
		store.get(Seats.class).put(ANN, NameKeys.of(ANN.username()), new RoomName("Attic"), 20);
		store.get(Seats.class).put(BOB, NameKeys.of(BOB.username()), new RoomName("Attic"), 20);
		store.jdbc().sql("update room set last_seq = 7").update();
	}

	@Test
	void cursorStaysInsideTheLog() {
		cursors().advance(ANN, Long.MAX_VALUE);
		cursors().advance(BOB, -1);
		cursors().save();
		assertThat(cursors().of(ANN)).contains(7L);
		assertThat(cursors().of(BOB)).isEmpty();
	}

	@Test
	void cursorBeyondTheLogDoesNotCountLaterEventsAsRead() {
		cursors().advance(ANN, Long.MAX_VALUE);
		assertThat(cursors().of(ANN)).contains(7L);
		store.jdbc().sql("update room set last_seq = 9").update();
		cursors().save();
		assertThat(cursors().of(ANN)).contains(7L);
		cursors().advance(ANN, 9);
		cursors().save();
		assertThat(cursors().of(ANN)).contains(9L);
	}

	@Test
	void cursorOnlyRises() {
		assertThat(cursors().of(ANN)).isEmpty();
		cursors().advance(ANN, 7);
		cursors().advance(ANN, 5);
		assertThat(cursors().of(ANN)).contains(7L);
		cursors().save();
		cursors().advance(ANN, 6);
		assertThat(cursors().of(ANN)).contains(7L);
		cursors().save();
		assertThat(cursors().of(ANN)).contains(7L);
		assertThat(cursors().of(BOB)).isEmpty();
	}

	@Test
	void cursorsOfAGuestAreReadAtOnce() {
		Seat cellar = new Seat("3", RoomKey.of("Cellar"), "ann", new Username("Ann"));
		store.get(Seats.class).put(cellar, NameKeys.of(cellar.username()), new RoomName("Cellar"), 20);
		store.jdbc().sql("update room set last_seq = 7").update();
		assertThat(cursors().of(new Guest("ann"))).isEmpty();
		cursors().advance(ANN, 3);
		cursors().advance(BOB, 4);
		cursors().save();
		assertThat(cursors().of(new Guest("ann"))).containsOnly(Map.entry(ANN.id(), 3L));
		cursors().advance(ANN, 5);
		cursors().advance(cellar, 6);
		assertThat(cursors().of(new Guest("ann"))).containsOnly(Map.entry(ANN.id(), 5L), Map.entry(cellar.id(), 6L));
	}

	@Test
	void anEmptyRoomCanBeReadToo() {
		cursors().advance(ANN, 0);
		cursors().save();
		assertThat(cursors().of(ANN)).contains(0L);
	}

	@Test
	void cursorsAreSavedWhenTheServerStops() {
		cursors().advance(ANN, 3);
		cursors().advance(BOB, 4);
		store.restart();
		assertThat(cursors().of(ANN)).contains(3L);
		assertThat(cursors().of(BOB)).contains(4L);
	}

	@Test
	void seatThatIsGoneHasNoCursor() {
		cursors().advance(ANN, 3);
		store.get(Seats.class).remove(ANN);
		cursors().save();
		assertThat(cursors().of(ANN)).isEmpty();
	}

	private static ReadCursors cursors() {
		return store.get(ReadCursors.class);
	}

}
