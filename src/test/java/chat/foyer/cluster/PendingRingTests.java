package chat.foyer.cluster;

import java.util.Map;
import java.util.Set;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Username;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PendingRing}.
 */
class PendingRingTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final Username ANN = new Username("Ann");

	private static final Username BOB = new Username("Bob");

	private final PendingRing pending = new PendingRing();

	@Test
	void putsRingsTogether() throws InterruptedException {
		this.pending.add(Ring.head(ATTIC, 6));
		this.pending.add(Ring.head(ATTIC, 5));
		this.pending.add(Ring.typing(ATTIC, ANN));
		this.pending.add(Ring.typing(ATTIC, BOB));
		this.pending.add(Ring.away(ATTIC, ANN, true));
		this.pending.add(Ring.away(ATTIC, BOB, true));
		this.pending.add(Ring.away(ATTIC, ANN, false));
		this.pending.add(Ring.guest(ATTIC, "ann"));
		this.pending.add(Ring.guest(ATTIC, "bob"));
		this.pending.add(Ring.ended(Set.of("one")));
		this.pending.add(Ring.ended(Set.of("two")));
		assertThat(this.pending.take()).isEqualTo(new Ring(false, Map.of("attic", 6L),
				Map.of("attic", Set.of("Ann", "Bob")), Map.of("attic", Map.of("Ann", false, "Bob", true)),
				Map.of("attic", Set.of("ann", "bob")), Set.of("one", "two")));
		assertThat(this.pending.isEmpty()).isTrue();
	}

	@Test
	void keepsNoMoreThanANotificationCarries() throws InterruptedException {
		for (int i = 0; i <= PendingRing.MAX_ENTRIES; i++) {
			this.pending.add(Ring.head(new RoomKey("room " + i), 1));
		}
		this.pending.add(Ring.head(ATTIC, 6));
		assertThat(this.pending.take()).isEqualTo(Ring.LOOK);
		assertThat(this.pending.isEmpty()).isTrue();
		this.pending.add(Ring.head(ATTIC, 7));
		assertThat(this.pending.take()).isEqualTo(Ring.head(ATTIC, 7));
	}

	@Test
	void keepsNoMoreGuestsOfOneRoomEither() throws InterruptedException {
		for (int i = 0; i <= PendingRing.MAX_ENTRIES; i++) {
			this.pending.add(Ring.guest(ATTIC, "same"));
		}
		assertThat(this.pending.take()).isEqualTo(Ring.guest(ATTIC, "same"));
		for (int i = 0; i <= PendingRing.MAX_ENTRIES; i++) {
			this.pending.add(Ring.guest(ATTIC, "guest " + i));
		}
		assertThat(this.pending.take()).isEqualTo(Ring.LOOK);
	}

}
