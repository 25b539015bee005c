package chat.foyer.cluster;

import java.util.Map;

import chat.foyer.room.Presence;
import chat.foyer.room.Present;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PostgresOtherNodes} on a real database.
 */
class PostgresOtherNodesTests {

	@RegisterExtension
	static final TestStore store = TestStore.postgres(ClusterParts.class);

	private final OneNode cluster = new OneNode(store);

	private final PostgresOtherNodes others = store.get(PostgresOtherNodes.class);

	@Test
	void findsGuestsOfOtherNodesOnly() {
		Seat ann = this.cluster.connect("Ann");
		Seat bob = this.cluster.take("Bob");
		this.cluster.put(bob, "other");
		this.cluster.put(bob, "third");
		assertThat(this.others.isHere(ann)).isFalse();
		assertThat(this.others.isHere(bob)).isTrue();
		assertThat(this.others.here(ann.room())).containsOnly(Map.entry(bob, false));
		assertThat(this.others.here(RoomKey.of("Cellar"))).isEmpty();
		assertThat(store.get(Presence.class).here(ann.room())).containsExactlyInAnyOrder(present(ann, false),
				present(bob, false));
		assertThat(store.get(Presence.class).isHere(bob)).isTrue();
	}

	@Test
	void guestIsAwayWhoIsAwayOnAllNodes() {
		Seat bob = this.cluster.take("Bob");
		this.cluster.put(bob, "other");
		this.cluster.put(bob, "third");
		store.jdbc().sql("update connection_of set away = true where node = 'other'").update();
		assertThat(this.others.here(bob.room())).containsOnly(Map.entry(bob, false));
		store.jdbc().sql("update connection_of set away = true").update();
		assertThat(this.others.here(bob.room())).containsOnly(Map.entry(bob, true));
	}

	@Test
	void guestIsAwayElsewhereWhoIsAwayOnAllOtherNodes() {
		Seat bob = this.cluster.take("Bob");
		this.cluster.put(bob, this.cluster.thisNode());
		assertThat(this.others.isAway(bob)).isFalse();
		this.cluster.put(bob, "other");
		assertThat(this.others.isAway(bob)).isFalse();
		store.jdbc().sql("update connection_of set away = true where node = 'other'").update();
		assertThat(this.others.isAway(bob)).isTrue();
	}

	private static Present present(Seat seat, boolean isAway) {
		return new Present(seat.username(), seat.color(), isAway);
	}

}
