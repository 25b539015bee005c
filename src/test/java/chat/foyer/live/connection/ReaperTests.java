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
	void whoGivesNoSignOfLifeIsClosedOnceAndTheOthersAreNot() throws IOException {
		FakeSocket late = open("late");
		FakeSocket alive = open("alive");
		ConnectionLiveness liveness = this.connections.find("alive").orElseThrow().liveness();
		liveness.connect(10_000, TestLimits.of());
		this.now = System.nanoTime() + Duration.ofSeconds(11).toNanos();
		this.reaper.reap();
		this.reaper.reap();
		assertThat(late.closed()).containsExactly(CloseStatuses.LATE_CONNECT);
		assertThat(alive.closed()).isEmpty();
		this.now += Duration.ofSeconds(11).toNanos();
		this.reaper.reap();
		assertThat(alive.closed()).containsExactly(CloseStatuses.SILENT);
	}

	private FakeSocket open(String id) throws IOException {
		FakeSocket socket = new FakeSocket(id);
		this.connections.add(socket.connection(ANN));
		return socket;
	}

}
