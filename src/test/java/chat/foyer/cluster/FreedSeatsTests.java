package chat.foyer.cluster;

import java.util.List;
import java.util.concurrent.Executor;

import chat.foyer.message.EventLog;
import chat.foyer.message.RoomListeners;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import chat.foyer.store.Node;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link FreedSeats} on a real database.
 */
class FreedSeatsTests {

	@RegisterExtension
	static final TestStore store = TestStore.postgres(ClusterParts.class);

	private final OneNode cluster = new OneNode(store);

	private final Presence presence = store.get(Presence.class);

	private final List<SeatFreed> freed = store.get(ClusterParts.Freed.class).all();

	@BeforeEach
	void forget() {
		this.presence.onThisNode().keySet().forEach((seat) -> giveUpElsewhere(seat));
		store.get(FreedSeats.class).look();
		this.cluster.flush();
		this.freed.clear();
	}

	@Test
	void seatThatAnotherNodeFreesIsFreedWhenItsGuestLeaves() {
		Seat ann = this.cluster.connect("Ann");
		Seat bob = this.cluster.connect("Bob");
		giveUpElsewhere(ann);
		store.get(EventLog.class).leave(ann, "other").join();
		this.cluster.flush();
		assertThat(this.freed).containsExactly(new SeatFreed(ann));
		assertThat(this.presence.isOnThisNode(ann)).isFalse();
		assertThat(this.presence.isOnThisNode(bob)).isTrue();
		assertThat(this.cluster.lines(ann)).isEqualTo("join leave");
	}

	@Test
	void seatThatAnotherNodeFreesWithoutAWordIsFreedByTheNextLook() {
		Seat ann = this.cluster.connect("Ann");
		Seat bob = this.cluster.connect("Bob");
		store.get(FreedSeats.class).look();
		assertThat(this.freed).isEmpty();
		giveUpElsewhere(ann);
		store.get(FreedSeats.class).look();
		assertThat(this.freed).containsExactly(new SeatFreed(ann));
		assertThat(this.cluster.lines(ann)).isEqualTo("join leave");
		assertThat(this.cluster.nodesOf(bob)).containsExactly(this.cluster.thisNode());
	}

	@Test
	void watchedSeatIsFreedThoughItsGuestIsNotHere() {
		Seat ann = this.cluster.take("Ann");
		Seat bob = this.cluster.take("Bob");
		RoomListeners listeners = mock();
		given(listeners.watchedSeats()).willReturn(List.of(ann, bob));
		giveUpElsewhere(bob);
		FreedSeats seats = new FreedSeats(this.presence, List.of(listeners), store.get(RoomRegistry.class),
				store.get(EventLog.class), store.get(Node.class), store.get(ClusterParts.Freed.class).publisher(),
				store.get(Executor.class));
		seats.look();
		assertThat(this.freed).containsExactly(new SeatFreed(bob));
	}

	@Test
	void seatFreedHereIsTakenFromAllNodesAndItsGuestLeavesOnce() {
		Seat ann = this.cluster.take("Ann");
		this.cluster.put(ann, "other");
		this.cluster.put(ann, "third");
		store.get(RoomRegistry.class).leave(new Guest(ann.guest()), ann.room());
		assertThat(this.cluster.lines(ann)).isEqualTo("leave");
		assertThat(this.cluster.nodesOf(ann)).isEmpty();
		Seat bob = this.cluster.connect("Bob");
		this.cluster.put(bob, "other");
		store.get(RoomRegistry.class).leave(new Guest(bob.guest()), bob.room());
		assertThat(this.cluster.lines(bob)).isEqualTo("join leave");
	}

	@Test
	void guestWhoLeftAndCameBackKeepsTheSeat() {
		Seat ann = this.cluster.connect("Ann");
		store.get(EventLog.class).leave(ann, this.cluster.thisNode()).join();
		this.cluster.flush();
		assertThat(this.freed).isEmpty();
		assertThat(this.presence.isOnThisNode(ann)).isTrue();
	}

	/**
	 * Another node would delete the seat, and publish that on itself.
	 */
	private static void giveUpElsewhere(Seat seat) {
		store.jdbc().sql("delete from seat where id = ?").param(seat.id()).update();
	}

}
