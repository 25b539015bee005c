package chat.foyer.live.connection;

import java.io.IOException;
import java.time.Duration;

import chat.foyer.limit.TestLimits;
import chat.foyer.room.Guest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Reaper}.
 */
class ReaperTests {

	private static final Guest ANN = new Guest("ann");

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private long now;

	private final Reaper reaper = new Reaper(this.connections, TestLimits.of(), () -> this.now);

	@Test
	void closesLateAndSilentConnectionsOnce() throws IOException {
		FakeSocket late = open("late");
		FakeSocket alive = open("alive");
		ConnectionLiveness liveness = this.connections.find("alive").orElseThrow().liveness();
		liveness.connect(10_000, TestLimits.of());
		this.now = System.nanoTime() + Duration.ofSeconds(11).toNanos();
		this.reaper.reap();
		this.reaper.reap();
		assertThat(late.closed()).containsExactly(CloseStatuses.LATE_CONNECT);
		assertThat(alive.closed()).isEmpty();
		this.now += Duration.ofSeconds(3).toNanos();
		this.reaper.reap();
		assertThat(alive.closed()).isEmpty();
		this.now += Duration.ofSeconds(8).toNanos();
		this.reaper.reap();
		assertThat(alive.closed()).containsExactly(CloseStatuses.SILENT);
	}

	@Test
	void sendsOnePingWhichIsNoHeartbeatBeforeItClosesASilentConnection() throws IOException {
		FakeSocket silent = open("silent");
		Connection connection = this.connections.find("silent").orElseThrow();
		connection.liveness().connect(0, TestLimits.of());
		pass(39);
		assertThat(silent.pings()).isZero();
		pass(19);
		assertThat(silent.pings()).isEqualTo(1);
		assertThat(silent.written()).isEmpty();
		assertThat(connection.takeSent()).isFalse();
		assertThat(silent.closed()).isEmpty();
		pass(5);
		assertThat(silent.closed()).containsExactly(CloseStatuses.SILENT);
	}

	@Test
	void keepsAConnectionThatPromisedNoHeartbeatsWhileItAnswersPings() throws IOException {
		FakeSocket socket = open("pongs");
		ConnectionLiveness liveness = this.connections.find("pongs").orElseThrow().liveness();
		liveness.connect(0, TestLimits.of());
		this.now = System.nanoTime();
		for (int pings = 1; pings <= 10; pings++) {
			while (socket.pings() < pings) {
				pass(1);
			}
			liveness.hearPong(this.now);
		}
		assertThat(socket.closed()).isEmpty();
	}

	private void pass(int seconds) {
		this.now = (this.now == 0) ? System.nanoTime() : this.now;
		for (int i = 0; i < seconds; i++) {
			this.now += Duration.ofSeconds(1).toNanos();
			this.reaper.reap();
		}
	}

	private FakeSocket open(String id) throws IOException {
		FakeSocket socket = new FakeSocket(id);
		this.connections.add(socket.connection(ANN));
		return socket;
	}

}
