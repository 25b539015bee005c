package chat.foyer.cluster;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import chat.foyer.support.RawStomp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sixty guests talk in twenty rooms over three nodes while nodes, their network and the
 * database's connections fail. Whatever happens, a room has one order without a gap,
 * nothing is lost and nothing is doubled.
 */
@Tag("cluster")
@ExtendWith(ClusterExtension.class)
class ClusterOrderProcessTests {

	private static final int KILLS = 10;

	private static final Duration PAUSE = Duration.ofSeconds(40);

	private static final Duration CUT = Duration.ofSeconds(5);

	private final long seed = Long.getLong("foyer.cluster.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@Test
	@Timeout(480)
	void keepsOrderWhileNodesAreKilled(Cluster cluster) throws Exception {
		System.out.println("Killing with -Dfoyer.cluster.seed=" + this.seed);
		try (ClusterCrowd crowd = new ClusterCrowd(cluster, this.random)) {
			for (int kill = 0; kill < KILLS; kill++) {
				ClusterNode node = cluster.node(this.random.nextInt(cluster.nodes().size()));
				TimeUnit.MILLISECONDS.sleep(this.random.nextLong(500));
				node.kill();
				crowd.awaitProgress();
				node.start();
			}
			crowd.awaitProgress();
			crowd.check();
		}
	}

	/**
	 * The node that was paused finds itself buried, says so to whom it still has, and
	 * takes part again.
	 */
	@Test
	@Timeout(300)
	void keepsOrderWhileNodeIsPaused(Cluster cluster) throws Exception {
		ClusterNode node = cluster.node(this.random.nextInt(cluster.nodes().size()));
		try (ClusterCrowd crowd = new ClusterCrowd(cluster, this.random);
				RawStomp patient = node.visitor().enter("Patient", "Waiting room " + this.seed).rawLive().connect()) {
			long end = System.nanoTime() + PAUSE.toNanos();
			node.pause();
			crowd.awaitProgress();
			TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
			node.resume();
			assertThat(patient.closedWith().code()).isEqualTo(CloseStatus.SERVICE_RESTARTED.getCode());
			crowd.awaitProgress();
			crowd.check();
		}
	}

	@Test
	@Timeout(240)
	void keepsOrderWhileListenersAreTerminated(Cluster cluster) throws Exception {
		try (ClusterCrowd crowd = new ClusterCrowd(cluster, this.random)) {
			for (int time = 0; time < 3; time++) {
				cluster.database().terminateListeners();
				crowd.awaitProgress();
			}
			crowd.check();
		}
	}

	@Test
	@Timeout(240)
	void keepsOrderWhileDatabaseIsCut(Cluster cluster) throws Exception {
		try (ClusterCrowd crowd = new ClusterCrowd(cluster, this.random)) {
			cluster.nodes().forEach((node) -> node.database().cut());
			TimeUnit.NANOSECONDS.sleep(CUT.toNanos());
			cluster.nodes().forEach((node) -> node.database().mend());
			crowd.awaitProgress();
			cluster.node(0).database().cut();
			crowd.awaitProgress();
			cluster.node(0).database().mend();
			crowd.awaitProgress();
			crowd.check();
		}
	}

	/**
	 * Nodes are replaced one after the other, first by nodes without a bell and then back
	 * again, so that nodes with and without one also work side by side.
	 */
	@Test
	@Timeout(480)
	void keepsOrderDuringRollingUpdatesAndWithoutBell(Cluster cluster) throws Exception {
		try (ClusterCrowd crowd = new ClusterCrowd(cluster, this.random)) {
			for (ClusterNode node : cluster.nodes()) {
				node.stop();
				node.start(ClusterNode.WITHOUT_BELL);
				crowd.awaitProgress();
			}
			assertThat(cluster.database().notifications(Duration.ofSeconds(2))).isZero();
			for (ClusterNode node : cluster.nodes()) {
				node.stop();
				node.start();
				crowd.awaitProgress();
			}
			assertThat(cluster.database().notifications(Duration.ofSeconds(2))).isPositive();
			crowd.check();
		}
	}

}
