package chat.foyer.live.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import chat.foyer.room.Guest;
import org.junit.jupiter.api.Test;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConnectionRegistry}.
 */
class ConnectionRegistryTests {

	private static final Guest ANN = new Guest("ann");

	private final ConnectionRegistry connections = new ConnectionRegistry();

	@Test
	void connectionIsFoundUntilItIsRemoved() throws IOException {
		Connection connection = new FakeSocket("c").connection(ANN);
		this.connections.add(connection);
		assertThat(this.connections.find("c")).containsSame(connection);
		assertThat(this.connections.isOpen(connection)).isTrue();
		assertThat(this.connections.all()).containsExactly(connection);
		assertThat(this.connections.remove("c")).containsSame(connection);
		assertThat(this.connections.find("c")).isEmpty();
		assertThat(this.connections.isOpen(connection)).isFalse();
	}

	@Test
	void unknownConnectionIsNotFound() {
		assertThat(this.connections.find("c")).isEmpty();
		assertThat(this.connections.remove("c")).isEmpty();
	}

	@Test
	void serverThatStopsTellsEverybodyBehindWhatWaits() throws IOException {
		FakeSocket idle = open("1");
		FakeSocket busy = open("2");
		busy.stopReading();
		busy.outbox().sendMessage(new TextMessage("last words"));
		this.connections.closeAll();
		assertThat(idle.closed()).containsExactly(CloseStatus.GOING_AWAY);
		assertThat(busy.closed()).isEmpty();
		busy.readOne();
		assertThat(busy.closed()).containsExactly(CloseStatus.GOING_AWAY);
	}

	@Test
	void buriedNodeClosesConnectionsAndAcceptsNewOnes() throws IOException {
		FakeSocket before = open("1");
		this.connections.restartAll();
		assertThat(before.closed()).containsExactly(CloseStatus.SERVICE_RESTARTED);
		assertThat(open("2").closed()).isEmpty();
	}

	@Test
	void whoComesWhenTheServerStopsIsTurnedAway() throws IOException {
		this.connections.closeAll();
		assertThat(open("1").closed()).containsExactly(CloseStatus.GOING_AWAY);
	}

	@Test
	void stopWaitsUntilConnectionsHaveEnded() throws IOException {
		open("1");
		this.connections.remove("1");
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
			try {
				this.connections.stop();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(stopped).failsWithin(Duration.ofMillis(200)).withThrowableOfType(TimeoutException.class);
		this.connections.ended("1");
		// The stop itself waits for 2 s at most.
		assertThat(stopped).succeedsWithin(Duration.ofMillis(1_600));
	}

	private FakeSocket open(String id) throws IOException {
		FakeSocket socket = new FakeSocket(id);
		this.connections.add(socket.connection(ANN));
		return socket;
	}

}
