package chat.foyer.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Guests in several rooms, in each room one who begins at each node, who talk while a
 * test fails parts of the cluster.
 */
final class ClusterCrowd implements AutoCloseable {

	private static final int ROOMS = 20;

	private static final Duration PROGRESS_WITHIN = Duration.ofSeconds(60);

	private static final Duration SEEN_WITHIN = Duration.ofSeconds(15);

	private static final int FAULTS_AT_MOST = 20;

	private final Cluster cluster;

	private final Map<String, List<RoamingGuest>> rooms = new HashMap<>();

	private final List<RoamingGuest> guests = new ArrayList<>();

	/**
	 * Lets all guests enter and begin to talk, and returns when each was answered.
	 */
	ClusterCrowd(Cluster cluster, Random random) {
		this.cluster = cluster;
		for (int room = 0; room < ROOMS; room++) {
			String name = Visitors.newRoom();
			List<RoamingGuest> members = new ArrayList<>();
			for (int node = 0; node < cluster.nodes().size(); node++) {
				members.add(new RoamingGuest("Guest " + room + " " + node, name, cluster, cluster.node(node),
						new Random(random.nextLong())));
			}
			this.rooms.put(name, members);
			this.guests.addAll(members);
		}
		this.guests.forEach(RoamingGuest::start);
		awaitProgress();
	}

	/**
	 * Returns when all guests go on: each got at least two more answers.
	 */
	void awaitProgress() {
		Map<RoamingGuest, Integer> before = new HashMap<>();
		this.guests.forEach((guest) -> before.put(guest, guest.confirmations()));
		await().atMost(PROGRESS_WITHIN)
			.untilAsserted(
					() -> assertThat(this.guests).filteredOn((guest) -> guest.confirmations() < before.get(guest) + 2)
						.extracting(RoamingGuest::name)
						.as("guests who get no answers")
						.isEmpty());
	}

	/**
	 * Lets the guests come to an end and compares what they saw with the logs, which all
	 * nodes must tell in the same way.
	 */
	void check() throws InterruptedException {
		this.guests.forEach(RoamingGuest::stop);
		for (RoamingGuest guest : this.guests) {
			guest.awaitEnd(PROGRESS_WITHIN);
		}
		List<String> faults = new ArrayList<>();
		int events = 0;
		for (Map.Entry<String, List<RoamingGuest>> room : this.rooms.entrySet()) {
			List<RoamingGuest> members = room.getValue();
			List<WireEvent> log = members.get(0).readLog(this.cluster.node(0));
			long last = log.get(log.size() - 1).seq();
			await().atMost(SEEN_WITHIN)
				.untilAsserted(() -> assertThat(members).allSatisfy(
						(guest) -> assertThat(guest.lastSeq()).as("the last event that %s has seen", guest.name())
							.isGreaterThanOrEqualTo(last)));
			List<WireEvent> end = members.get(0).readLog(this.cluster.node(0));
			faults.addAll(new OrderCheck(room.getKey(), end)
				.faults(members.stream().map(RoamingGuest::observation).toList()));
			for (ClusterNode node : this.cluster.rotation()) {
				assertThat(members.get(0).readLog(node)).startsWith(end.toArray(WireEvent[]::new));
			}
			events += end.size();
		}
		System.out.println("Events checked: " + events);
		assertThat(faults.subList(0, Math.min(FAULTS_AT_MOST, faults.size()))).as("%d faults", faults.size()).isEmpty();
	}

	@Override
	public void close() {
		this.guests.forEach(RoamingGuest::stop);
		this.guests.forEach(RoamingGuest::leave);
	}

}
