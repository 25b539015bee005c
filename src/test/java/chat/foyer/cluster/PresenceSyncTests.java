package chat.foyer.cluster;

import java.time.Duration;
import java.util.Map;

import chat.foyer.room.Presence;
import chat.foyer.room.Seat;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PresenceSync} on a real database.
 */
class PresenceSyncTests {

	private static final Duration SETTLED = Duration.ofSeconds(2);

	@RegisterExtension
	static final TestStore store = TestStore.postgres(ClusterParts.class);

	private final OneNode cluster = new OneNode(store);

	private final Presence presence = store.get(Presence.class);

	private final PresenceSync sync = store.get(PresenceSync.class);

	@Test
	void storesWhoIsConnectedAndAway() {
		Seat ann = this.cluster.connect("Ann");
		Seat bob = visit("Bob");
		this.presence.look(ann, "Ann", false);
		this.sync.sync();
		assertThat(stored(ann)).containsEntry("connected", true).containsEntry("away", true);
		assertThat(stored(bob)).containsEntry("connected", false).containsEntry("away", false);
		assertThat((Long) stored(ann).get("connected_at")).isPositive();
		this.presence.look(ann, "Ann", true);
		this.presence.disconnect(ann, "Ann");
		this.sync.sync();
		assertThat(stored(ann)).containsEntry("connected", false).containsEntry("away", false);
	}

	/**
	 * Its page may have come from another node, which keeps the guest here otherwise.
	 */
	@Test
	void storesConnectionThatEndedBeforeItWasStored() {
		Seat ann = this.cluster.connect("Ann");
		this.presence.disconnect(ann, "Ann");
		this.sync.sync();
		assertThat(stored(ann)).containsEntry("connected", false);
		Object connectedAt = stored(ann).get("connected_at");
		assertThat((Long) connectedAt).isPositive();
		this.sync.sync();
		assertThat(stored(ann)).as("the same connection").containsEntry("connected_at", connectedAt);
	}

	@Test
	void visitIsLeftToTheNodeWithTheConnection() {
		Seat ann = visit("Ann");
		this.cluster.put(ann, "other");
		Seat bob = visit("Bob");
		this.sync.sync();
		assertThat(this.presence.isOnThisNode(ann)).as("the connection may have ended before").isTrue();
		store.clock().move(SETTLED);
		this.sync.sync();
		assertThat(this.presence.isOnThisNode(ann)).isFalse();
		assertThat(this.presence.isOnThisNode(bob)).isTrue();
		assertThat(this.cluster.lines(ann)).isEqualTo("join");
		assertThat(this.cluster.nodesOf(ann)).containsExactly("other");
	}

	@Test
	void visitIsLeftToTheNodeWhoseConnectionHasEndedSince() {
		Seat ann = visit("Ann");
		this.cluster.put(ann, "other");
		endConnectionToOtherNode(Duration.ofMinutes(10));
		store.clock().move(SETTLED);
		this.sync.sync();
		this.cluster.flush();
		assertThat(this.cluster.nodesOf(ann)).containsExactly("other");
	}

	@Test
	void visitAfterTheConnectionToAnotherNodeHasEndedStays() {
		Seat ann = visit("Ann");
		this.cluster.put(ann, "other");
		endConnectionToOtherNode(Duration.ofSeconds(-3));
		store.clock().move(SETTLED);
		this.sync.sync();
		assertThat(this.presence.isOnThisNode(ann)).isTrue();
	}

	@Test
	void twoNodesWithVisitsKeepTheirs() {
		Seat ann = visit("Ann");
		this.cluster.put(ann, "other");
		store.jdbc().sql("update connection_of set connected = false").update();
		store.clock().move(SETTLED);
		this.sync.sync();
		assertThat(this.presence.isOnThisNode(ann)).isTrue();
	}

	/**
	 * As on the way to another device, with a way back to the room on another node.
	 */
	@Test
	void guestWhoIsKeptIsLeftToTheNodeOfALaterConnection() {
		Seat ann = this.cluster.take("Ann");
		this.cluster.put(ann, "other");
		connectElsewhere(-3000);
		this.presence.keep(ann, Duration.ofMinutes(2));
		this.cluster.flush();
		this.sync.sync();
		assertThat(this.presence.isOnThisNode(ann)).as("the connection of the page before").isTrue();
		connectElsewhere(600_000);
		this.sync.sync();
		assertThat(this.presence.isOnThisNode(ann)).isFalse();
		this.cluster.flush();
		assertThat(this.cluster.nodesOf(ann)).containsExactly("other");
	}

	private static void connectElsewhere(long millis) {
		store.jdbc()
			.sql("update connection_of set connected_at = " + NodeHeartbeats.NOW + " + ? where node = 'other'")
			.param(millis)
			.update();
	}

	/**
	 * Notes that Ann's connection to the other node has ended.
	 * @param begun when it began, from now on
	 */
	private static void endConnectionToOtherNode(Duration begun) {
		store.jdbc()
			.sql("update connection_of set connected = false, connected_at = " + NodeHeartbeats.NOW
					+ " + ? where node = 'other'")
			.param(begun.toMillis())
			.update();
	}

	private Seat visit(String username) {
		Seat seat = this.cluster.take(username);
		this.presence.visit(seat);
		this.cluster.flush();
		return seat;
	}

	private static Map<String, Object> stored(Seat seat) {
		return store.jdbc()
			.sql("select connected, away, connected_at from connection_of where seat = ?")
			.param(seat.id())
			.query()
			.singleRow();
	}

}
