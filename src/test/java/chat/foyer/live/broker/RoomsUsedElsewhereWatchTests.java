package chat.foyer.live.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import chat.foyer.room.Guest;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomUsedElsewhere;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link RoomsUsedElsewhereWatch}.
 */
class RoomsUsedElsewhereWatchTests {

	private static final Guest ANN = new Guest("ann");

	private static final Guest BOB = new Guest("bob");

	private static final Seat ATTIC = new Seat("1", RoomKey.of("Attic"), "ann", new Username("Ann"));

	private static final Seat CELLAR = new Seat("2", RoomKey.of("Cellar"), "ann", new Username("Ann"));

	private static final Seat BOBS = new Seat("3", RoomKey.of("Attic"), "bob", new Username("Bob"));

	private final RoomUpdatePublisher updates = mock();

	private final ReadCursors cursors = mock();

	private final List<Object> published = new ArrayList<>();

	private final RoomsUsedElsewhereWatch watch = new RoomsUsedElsewhereWatch(this.updates, this.cursors,
			this.published::add);

	@Test
	void publishesThatAGuestReadFurther() {
		look(Set.of(ANN), Map.of(ATTIC, 1L, CELLAR, -1L));
		look(Set.of(ANN), Map.of(ATTIC, 1L, CELLAR, -1L));
		assertThat(this.published).isEmpty();
		look(Set.of(ANN), Map.of(ATTIC, 1L, CELLAR, 4L));
		assertThat(this.published).containsExactly(new RoomUsedElsewhere(ANN, CELLAR.room()));
	}

	@Test
	void publishesThatAGuestEnteredARoom() {
		look(Set.of(ANN), Map.of(ATTIC, 1L));
		look(Set.of(ANN), Map.of(ATTIC, 1L, CELLAR, -1L));
		assertThat(this.published).containsExactly(new RoomUsedElsewhere(ANN, CELLAR.room()));
	}

	@Test
	void publishesNothingOfGuestsWhoWereNotWatchedBefore() {
		look(Set.of(ANN), Map.of(ATTIC, 1L));
		look(Set.of(ANN, BOB), Map.of(ATTIC, 1L, BOBS, 7L));
		assertThat(this.published).isEmpty();
	}

	@Test
	void publishesLaterWhatItMissedWhileTheDatabaseFailed() {
		look(Set.of(ANN), Map.of(ATTIC, 1L));
		given(this.cursors.stored(Set.of(ANN))).willThrow(new QueryTimeoutException("busy"));
		this.watch.look();
		look(Set.of(ANN), Map.of(ATTIC, 2L));
		assertThat(this.published).containsExactly(new RoomUsedElsewhere(ANN, ATTIC.room()));
	}

	private void look(Set<Guest> guests, Map<Seat, Long> stored) {
		given(this.updates.guests()).willReturn(guests);
		willReturn(stored).given(this.cursors).stored(guests);
		this.watch.look();
	}

}
