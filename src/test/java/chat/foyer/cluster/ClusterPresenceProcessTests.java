package chat.foyer.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who is here is the same on all nodes: a guest joins once and leaves once, through
 * however many nodes, and the guests of a node that was killed are gone soon.
 */
@Tag("cluster")
@ExtendWith(ClusterExtension.class)
class ClusterPresenceProcessTests {

	private static final Duration GHOSTS_GONE_WITHIN = Duration.ofSeconds(40);

	private static final Duration CLOSED_WITHIN = Duration.ofSeconds(2);

	private static final Duration GRACE_AND_MORE = Duration.ofSeconds(20);

	private static final int RACES = 10;

	@Test
	@Timeout(240)
	void guestsOfKilledNodeLeaveOnce(Cluster cluster) {
		String room = Visitors.newRoom();
		try (Visitor bob = cluster.node(1).visitor().enter("Bob", room)) {
			Live bobs = bob.live().listen(room);
			Visitor ann = cluster.node(0).visitor().enter("Ann", room);
			Visitor cem = cluster.node(0).visitor().enter("Cem", room);
			ann.live().listen(room);
			cem.live().listen(room);
			assertThat(bobs.nextLines(3)).containsExactly("join Bob", "join Ann", "join Cem");
			awaitPeople(cluster.node(2), bob, room, "Ann", "Bob", "Cem");
			long killed = System.nanoTime();
			cluster.node(0).kill();
			Visitor cemElsewhere = cluster.node(2).visitor(cem);
			cemElsewhere.live().listen(room);
			await().atMost(GHOSTS_GONE_WITHIN)
				.untilAsserted(() -> assertThat(bobs.events().all()).extracting(WireEvent::line).contains("leave Ann"));
			System.out.println("The ghost was gone after " + Duration.ofNanos(System.nanoTime() - killed));
			awaitPeople(cluster.node(2), bob, room, "Bob", "Cem");
			cluster.node(0).start();
			awaitPeople(cluster.node(0), bob, room, "Bob", "Cem");
			// Ann comes back, and joins as anybody does.
			cluster.node(2).visitor(ann).live().listen(room);
			assertThat(bobs.nextLines(2)).containsExactly("leave Ann", "join Ann");
			assertThat(bob.events(room, 0).lines()).containsExactly("join Bob", "join Ann", "join Cem", "leave Ann",
					"join Ann");
			cemElsewhere.close();
		}
	}

	@Test
	@Timeout(240)
	void guestOnSeveralNodesJoinsAndLeavesOnce(Cluster cluster) {
		String room = Visitors.newRoom();
		try (Visitor bob = cluster.node(2).visitor().enter("Bob", room)) {
			Live bobs = bob.live().listen(room);
			Visitor ann = cluster.node(0).visitor().enter("Ann", room);
			List<Live> tabs = inParallel(
					cluster.nodes().stream().map((node) -> () -> node.visitor(ann).live().listen(room)));
			awaitPeople(cluster.node(1), bob, room, "Ann", "Bob");
			tabs.get(0).close();
			tabs.get(1).close();
			// As long as the last tab is open nobody leaves.
			await().during(Duration.ofSeconds(12))
				.atMost(Duration.ofSeconds(14))
				.untilAsserted(() -> assertThat(bob.events(room, 0).lines()).containsExactly("join Bob", "join Ann"));
			tabs.get(2).close();
			await().atMost(GRACE_AND_MORE)
				.untilAsserted(() -> assertThat(bob.events(room, 0).lines()).containsExactly("join Bob", "join Ann",
						"leave Ann"));
			assertThat(bobs.nextLines(3)).containsExactly("join Bob", "join Ann", "leave Ann");
			for (ClusterNode node : cluster.nodes()) {
				awaitPeople(node, bob, room, "Bob");
			}
		}
	}

	@Test
	@Timeout(240)
	void seatTakenOnSeveralNodesAtOnceBelongsToOneGuest(Cluster cluster) {
		for (int race = 0; race < RACES; race++) {
			String room = Visitors.newRoom();
			List<Visitor> rivals = cluster.nodes().stream().map(ClusterNode::visitor).toList();
			List<Integer> answers = inParallel(
					rivals.stream().map((rival) -> () -> rival.tryToEnter("Ann", room).statusCode()));
			assertThat(answers).containsExactlyInAnyOrder(303, 409, 409);
			Visitor ann = rivals.get(answers.indexOf(303));
			try (Live live = cluster.node(race % cluster.nodes().size()).visitor(ann).live().listen(room)) {
				assertThat(live.nextLines(1)).containsExactly("join Ann");
			}
		}
	}

	@Test
	@Timeout(240)
	void leavingOnOneNodeClosesConnectionsOnOthers(Cluster cluster) {
		String room = Visitors.newRoom();
		String other = Visitors.newRoom();
		try (Visitor bob = cluster.node(1).visitor().enter("Bob", room)) {
			Live bobs = bob.live().listen(room);
			Visitor ann = cluster.node(0).visitor().enter("Ann", room).enter("Ann", other);
			List<Live> tabs = cluster.nodes()
				.stream()
				.map((node) -> node.visitor(ann).live().listen(room).listen(other))
				.toList();
			assertThat(bobs.nextLines(2)).containsExactly("join Bob", "join Ann");
			// Leaving one of two rooms ends the subscriptions of that room everywhere.
			assertThat(cluster.node(0).visitor(ann).leave(room).statusCode()).isEqualTo(303);
			assertThat(bobs.nextLines(1)).containsExactly("leave Ann");
			await().atMost(CLOSED_WITHIN).until(() -> hearsNothing(bobs, tabs, room));
			assertThat(tabs).allMatch(Live::isOpen);
			// Leaving the last one ends the session.
			assertThat(cluster.node(0).visitor(ann).leave(other).statusCode()).isEqualTo(303);
			await().atMost(CLOSED_WITHIN).until(() -> tabs.stream().noneMatch(Live::isOpen));
			assertThat(tabs).extracting(Live::closedWith)
				.allSatisfy((status) -> assertThat(status.getCode()).isEqualTo(CloseStatus.POLICY_VIOLATION.getCode()));
			assertThat(bob.events(room, 0).lines()).filteredOn((line) -> line.endsWith(" Ann"))
				.containsExactly("join Ann", "leave Ann");
		}
	}

	/**
	 * Says something, and looks whether tabs get it that hear the room no more.
	 */
	private static boolean hearsNothing(Live speaker, List<Live> tabs, String room) {
		String text = "Does anybody hear " + System.nanoTime();
		speaker.say(room, text);
		speaker.events().next((event) -> text.equals(event.text()));
		return tabs.stream()
			.flatMap((tab) -> tab.events().all().stream())
			.noneMatch((event) -> text.equals(event.text()));
	}

	/**
	 * Waits until a node tells that exactly these people are here.
	 */
	private static void awaitPeople(ClusterNode node, Visitor guest, String room, String... names) {
		await().atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(people(node, guest, room)).containsExactly(names));
	}

	private static List<String> people(ClusterNode node, Visitor guest, String room) throws Exception {
		HttpResponse<String> answer = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(node.address() + Visitor.addressOf(room)))
				.header("Accept", "application/json")
				.header("Cookie", guest.cookieHeader())
				.timeout(Duration.ofSeconds(5))
				.build(), BodyHandlers.ofString());
		List<String> names = new ArrayList<>();
		for (JsonNode person : JsonMapper.shared().readTree(answer.body()).path("people")) {
			names.add(person.path("name").asString());
		}
		return names;
	}

	private static <T> List<T> inParallel(Stream<Callable<T>> tasks) {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> result : threads.invokeAll(tasks.toList())) {
				results.add(result.get());
			}
			return results;
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

}
