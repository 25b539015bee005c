package chat.foyer.cluster;

import java.time.Duration;
import java.util.function.Consumer;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireReply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What guests notice when the database, or what wakes the nodes, fails: senders hear soon
 * that nothing can be stored, connections stay, and everything heals by itself.
 */
@Tag("cluster")
@ExtendWith(ClusterExtension.class)
class ClusterFailureProcessTests {

	private static final Duration REFUSED_WITHIN = Duration.ofSeconds(3);

	private static final Duration HEALED_WITHIN = Duration.ofSeconds(15);

	/**
	 * A look each second, and what a busy machine needs.
	 */
	private static final Duration SEEN_WITHOUT_BELL_WITHIN = Duration.ofSeconds(2);

	/**
	 * Less than a look each second takes on the average.
	 */
	private static final Duration SEEN_BY_BELL_WITHIN = Duration.ofMillis(300);

	@Test
	@Timeout(240)
	void healsAfterDatabaseConnectionsAreCut(Cluster cluster) {
		healsAfter(cluster, TcpProxy::cut);
	}

	@Test
	@Timeout(240)
	void healsAfterDatabaseStopsAnswering(Cluster cluster) {
		healsAfter(cluster, TcpProxy::hold);
	}

	private static void healsAfter(Cluster cluster, Consumer<TcpProxy> failure) {
		String room = Visitors.newRoom();
		ClusterNode node = cluster.node(0);
		try (Visitor ann = node.visitor().enter("Ann", room);
				Visitor bob = cluster.node(1).visitor().enter("Bob", room)) {
			Live anns = ann.live().listen(room);
			Live bobs = bob.live().listen(room);
			failure.accept(node.database());
			long start = System.nanoTime();
			String id = anns.say(room, "Is anybody there?");
			assertThat(anns.replies().next()).isEqualTo(WireReply.refused(id, "unavailable"));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThanOrEqualTo(REFUSED_WITHIN);
			await().atMost(HEALED_WITHIN).until(() -> ready(node) == 503);
			String missed = bobs.say(room, "I am");
			assertThat(bobs.replies().next().id()).isEqualTo(missed);
			node.database().mend();
			await().atMost(HEALED_WITHIN).until(() -> ready(node) == 200);
			anns.events().next((event) -> missed.equals(event.id()));
			anns.say(room, id, "Is anybody there?");
			WireReply reply = anns.replies().next((answer) -> answer.seq() != null);
			assertThat(reply.id()).isEqualTo(id);
			bobs.events().next((event) -> id.equals(event.id()));
			assertThat(anns.isOpen()).isTrue();
			assertThat(ann.events(room, 0).lines()).filteredOn((line) -> line.contains("there"))
				.containsExactly("Ann: Is anybody there?");
		}
	}

	@Test
	@Timeout(240)
	void deliversWhileListenersAreTerminated(Cluster cluster) {
		String room = Visitors.newRoom();
		try (Visitor ann = cluster.node(0).visitor().enter("Ann", room);
				Visitor bob = cluster.node(1).visitor().enter("Bob", room)) {
			Live anns = ann.live().listen(room);
			Live bobs = bob.live().listen(room);
			cluster.database().terminateListeners();
			assertIsSeen(anns, bobs, room, SEEN_WITHOUT_BELL_WITHIN);
			await().atMost(HEALED_WITHIN).untilAsserted(() -> {
				for (int time = 0; time < 5; time++) {
					assertIsSeen(anns, bobs, room, SEEN_BY_BELL_WITHIN);
				}
			});
		}
	}

	@Test
	@Timeout(240)
	void deliversWithoutBellASecondLater(Cluster cluster) {
		String room = Visitors.newRoom();
		ClusterNode deaf = cluster.node(1);
		deaf.stop();
		deaf.start(ClusterNode.WITHOUT_BELL);
		try (Visitor ann = cluster.node(0).visitor().enter("Ann", room);
				Visitor bob = deaf.visitor().enter("Bob", room)) {
			Live anns = ann.live().listen(room);
			Live bobs = bob.live().listen(room);
			for (int time = 0; time < 5; time++) {
				assertIsSeen(anns, bobs, room, SEEN_WITHOUT_BELL_WITHIN);
				assertIsSeen(bobs, anns, room, SEEN_WITHOUT_BELL_WITHIN);
			}
			// A session that ends elsewhere closes connections here all the same.
			assertThat(cluster.node(0).visitor(bob).leave(room).statusCode()).isEqualTo(303);
			await().atMost(SEEN_WITHOUT_BELL_WITHIN).until(() -> !bobs.isOpen());
		}
		deaf.stop();
	}

	private static void assertIsSeen(Live speaker, Live reader, String room, Duration within) {
		long start = System.nanoTime();
		String id = speaker.say(room, "Hello");
		reader.events().next((event) -> id.equals(event.id()));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThanOrEqualTo(within);
	}

	private static int ready(ClusterNode node) {
		return node.visitor().get("/readyz").statusCode();
	}

}
