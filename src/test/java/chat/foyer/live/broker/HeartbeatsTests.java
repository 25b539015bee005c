package chat.foyer.live.broker;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Heartbeats}, with time moved by hand.
 */
class HeartbeatsTests {

	private long now;

	private final Heartbeats heartbeats = new Heartbeats(TestLimits.of(), () -> this.now);

	private FakeSocket socket;

	private Connection connection;

	@BeforeEach
	void connect() throws IOException {
		this.socket = new FakeSocket("c");
		this.connection = this.socket.connection(new Guest("ann"));
	}

	@Test
	void sendsHeartbeatsAtLeastAsOftenAsAgreed() {
		this.heartbeats.start(this.connection, 5_000);
		pass(9);
		assertThat(this.socket.written()).isEmpty();
		pass(1);
		assertThat(this.socket.written()).containsExactly("\n");
		pass(10);
		assertThat(this.socket.written()).containsExactly("\n", "\n");
	}

	@Test
	void sendsThemAsSeldomAsTheClientWants() {
		this.heartbeats.start(this.connection, 20_000);
		pass(19);
		assertThat(this.socket.written()).isEmpty();
		pass(1);
		assertThat(this.socket.written()).hasSize(1);
	}

	@Test
	void sendsNoneToClientsThatWantNone() throws IOException {
		FakeSocket other = new FakeSocket("d");
		this.heartbeats.start(this.connection, 0);
		this.heartbeats.start(other.connection(new Guest("bob")), 1);
		this.heartbeats.stop("d");
		pass(60);
		assertThat(this.socket.written()).isEmpty();
		assertThat(other.written()).isEmpty();
	}

	private void pass(int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.now += TimeUnit.SECONDS.toNanos(1);
			this.heartbeats.send();
		}
	}

}
