package chat.foyer.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import chat.foyer.room.NodeBuried;
import chat.foyer.room.Presence;
import chat.foyer.room.Seat;
import chat.foyer.store.Node;
import chat.foyer.store.TestStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link NodeMonitor}: several of them on one real database.
 */
class NodeMonitorTests {

	@RegisterExtension
	static final TestStore store = TestStore.postgres(ClusterParts.class);

	private static final Duration LATE = NodeMonitor.SILENT.plusSeconds(1);

	private final OneNode cluster = new OneNode(store);

	private final List<NodeMonitor> started = new ArrayList<>();

	private final List<Object> published = new ArrayList<>();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final Node other = Node.random();

	private NodeMonitor first;

	private NodeMonitor second;

	@BeforeEach
	void join() {
		store.jdbc().sql("delete from lease").update();
		this.first = nodes(store.get(Node.class), store.get(NodeCleanup.class));
		this.second = nodes(this.other, store.get(NodeCleanup.class));
		this.first.join();
		this.second.join();
	}

	@AfterEach
	void stop() {
		this.started.forEach(NodeMonitor::stop);
	}

	@Test
	void silentNodeIsBuriedAndItsGuestsLeaveOnce() {
		Seat ann = this.cluster.connect("Ann");
		Seat bob = this.cluster.connect("Bob");
		this.cluster.put(bob, this.other.id());
		steady(this.second);
		this.cluster.silence(this.cluster.thisNode(), LATE);
		this.second.look();
		assertThat(this.cluster.lines(ann)).isEqualTo("join leave");
		assertThat(this.cluster.lines(bob)).isEqualTo("join");
		assertThat(this.cluster.nodesOf(ann)).isEmpty();
		assertThat(this.cluster.nodesOf(bob)).containsExactly(this.other.id());
		assertThat(ids()).containsExactly(this.other.id());
		this.second.look();
		assertThat(this.cluster.lines(ann)).isEqualTo("join leave");
	}

	@Test
	void nodeThatBeatsStays() {
		Seat ann = this.cluster.connect("Ann");
		steady(this.second);
		this.cluster.silence(this.cluster.thisNode(), NodeMonitor.SILENT.minusSeconds(20));
		this.second.look();
		assertThat(ids()).contains(this.cluster.thisNode());
		this.cluster.silence(this.cluster.thisNode(), LATE);
		this.first.look();
		this.second.look();
		assertThat(ids()).contains(this.cluster.thisNode());
		assertThat(this.cluster.lines(ann)).isEqualTo("join");
	}

	@Test
	void nobodyIsBuriedWhileTheDatabaseHasJustComeBack() {
		this.second.look();
		this.cluster.silence(this.cluster.thisNode(), LATE);
		store.clock().move(LATE);
		this.second.look();
		assertThat(ids()).contains(this.cluster.thisNode());
		steady(this.second);
		assertThat(ids()).doesNotContain(this.cluster.thisNode());
	}

	@Test
	void oneNodeAtATimeBuriesAndAnotherTakesOverWhenItDies() {
		NodeMonitor third = nodes(Node.random(), store.get(NodeCleanup.class));
		third.join();
		Seat ann = this.cluster.connect("Ann");
		steady(this.second, third);
		this.cluster.silence(this.cluster.thisNode(), LATE);
		third.look();
		assertThat(ids()).as("the other node has the lease").hasSize(3);
		store.jdbc().sql("update lease set until = 0").update();
		third.look();
		assertThat(ids()).hasSize(2);
		assertThat(this.cluster.lines(ann)).isEqualTo("join leave");
		assertThat(store.jdbc().sql("select holder from lease").query(String.class).single())
			.isNotEqualTo(this.other.id());
	}

	@Test
	void clockOfTheDatabaseThatWasSetBackStopsNoBurial() {
		steady(this.second);
		store.jdbc().sql("update lease set holder = 'gone', until = until + 600000").update();
		this.cluster.silence(this.cluster.thisNode(), Duration.ofMinutes(-10));
		this.second.look();
		assertThat(ids()).containsExactly(this.other.id());
	}

	@Test
	void seatsOfRemovedNodesAreTakenFromThem() {
		Seat ann = this.cluster.connect("Ann");
		Seat bob = this.cluster.take("Bob");
		this.cluster.put(ann, "removed");
		this.cluster.put(bob, "removed");
		steady(this.second);
		assertThat(this.cluster.nodesOf(ann)).containsExactly(this.cluster.thisNode());
		assertThat(this.cluster.nodesOf(bob)).isEmpty();
		assertThat(this.cluster.lines(ann)).isEqualTo("join");
	}

	@Test
	void guestWhoseSeatWasGivenUpMeanwhileLeavesUnderTheNameOfTheLog() {
		Seat ann = this.cluster.connect("Ann");
		store.jdbc().sql("delete from seat").update();
		steady(this.second);
		this.cluster.silence(this.cluster.thisNode(), LATE);
		this.second.look();
		assertThat(this.cluster.lines(ann)).isEqualTo("join leave");
		assertThat(store.jdbc().sql("select author from event where type = 'leave'").query(String.class).list())
			.containsExactly("Ann");
	}

	/**
	 * The first node is suspended for so long that it is buried. It wakes up, accepts
	 * what waits in its sockets, and finds out.
	 */
	@Test
	void nodeThatWakesUpStartsOverWithoutGhostsAndDoubleNotices() {
		String before = this.cluster.thisNode();
		Seat ann = this.cluster.connect("Ann");
		Seat bob = this.cluster.connect("Bob");
		this.cluster.put(bob, this.other.id());
		Seat eve = this.cluster.take("Eve");
		steady(this.second);
		this.cluster.silence(before, LATE);
		this.second.look();
		store.get(Presence.class).connect(eve, "late");
		this.cluster.flush();
		assertThat(this.cluster.nodesOf(eve)).containsExactly(before);
		this.first.look();
		assertThat(this.published).containsExactly(new NodeBuried());
		assertThat(this.cluster.thisNode()).isNotEqualTo(before);
		assertThat(ids()).containsExactlyInAnyOrder(this.cluster.thisNode(), this.other.id());
		assertThat(store.get(Presence.class).onThisNode()).isEmpty();
		assertThat(this.cluster.lines(ann)).isEqualTo("join leave");
		assertThat(this.cluster.lines(bob)).isEqualTo("join");
		steady(this.second);
		assertThat(this.cluster.lines(eve)).isEqualTo("join leave");
		assertThat(this.cluster.nodesOf(eve)).isEmpty();
		assertThat(this.cluster.nodesOf(bob)).containsExactly(this.other.id());
		store.get(Presence.class).connect(ann, "again");
		assertThat(this.cluster.lines(ann)).isEqualTo("join leave join");
		assertThat(this.cluster.nodesOf(ann)).containsExactly(this.cluster.thisNode());
	}

	@Test
	void guestWhoReturnsBeforeTheNodeIsBuriedNeitherLeavesNorJoins() {
		String before = this.cluster.thisNode();
		Seat ann = this.cluster.connect("Ann");
		store.jdbc().sql("delete from node where id = ?").param(before).update();
		this.first.look();
		store.get(Presence.class).connect(ann, "again");
		this.cluster.flush();
		steady(this.second);
		assertThat(this.cluster.lines(ann)).isEqualTo("join");
		assertThat(this.cluster.nodesOf(ann)).containsExactly(this.cluster.thisNode());
	}

	@Test
	void nodeThatStopsIsBuriedTenSecondsLater() {
		Node stopping = Node.random();
		NodeMonitor third = nodes(stopping, store.get(NodeCleanup.class));
		third.start();
		Seat ann = this.cluster.take("Ann");
		this.cluster.put(ann, stopping.id());
		steady(this.second);
		third.retire();
		this.cluster.silence(stopping.id(), NodeMonitor.MOVE_WITHIN.minusSeconds(8));
		this.second.look();
		assertThat(ids()).contains(stopping.id());
		this.cluster.silence(stopping.id(), Duration.ofSeconds(9));
		this.second.look();
		assertThat(ids()).doesNotContain(stopping.id());
		assertThat(this.cluster.lines(ann)).isEqualTo("leave");
	}

	@Test
	void failedBurialGoesOnAtTheNextLook() {
		NodeCleanup cleanup = mock();
		NodeMonitor third = nodes(Node.random(), cleanup);
		third.join();
		steady(third);
		this.cluster.silence(this.cluster.thisNode(), LATE);
		third.look();
		third.look();
		then(cleanup).should(times(2)).cleanUp(eq(this.cluster.thisNode()), any());
	}

	@Test
	void keepsItsIdWhereTheNewOneCannotBeStored() {
		NodeHeartbeats heartbeats = mock();
		Node node = Node.random();
		String before = node.id();
		given(heartbeats.snapshot()).willReturn(new NodeHeartbeats.Snapshot(1, List.of()));
		willThrow(new DataAccessResourceFailureException("broken")).given(heartbeats).add(any());
		NodeMonitor broken = new NodeMonitor(node, heartbeats, store.get(NodeCleanup.class), store.clock(),
				this.published::add, this.meters);
		assertThatException().isThrownBy(broken::look);
		assertThat(node.id()).isEqualTo(before);
		assertThat(this.published).isEmpty();
		then(heartbeats).should(never()).beat(any());
	}

	@Test
	void countsNodes() {
		this.first.look();
		assertThat(this.meters.get("foyer.nodes").gauge().value()).isEqualTo(2);
	}

	/**
	 * Lets the database answer for as long as a node has to be silent, and somewhat
	 * longer.
	 */
	private void steady(NodeMonitor... all) {
		for (int i = 0; i < 12; i++) {
			List.of(all).forEach(NodeMonitor::look);
			store.clock().move(Duration.ofSeconds(4));
		}
		List.of(all).forEach(NodeMonitor::look);
	}

	private List<String> ids() {
		return store.jdbc().sql("select id from node").query(String.class).list();
	}

	private NodeMonitor nodes(Node node, NodeCleanup cleanup) {
		ApplicationEventPublisher publisher = (event) -> {
			this.published.add(event);
			store.get(ClusterParts.Freed.class).publisher().publishEvent(event);
		};
		NodeMonitor nodes = new NodeMonitor(node, store.get(NodeHeartbeats.class), cleanup, store.clock(), publisher,
				this.meters);
		this.started.add(nodes);
		return nodes;
	}

}
