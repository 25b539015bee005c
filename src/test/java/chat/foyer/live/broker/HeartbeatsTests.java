package chat.foyer.live.broker;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Heartbeats}, with time moved by hand.
 */
class HeartbeatsTests {

	private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

	private long now;

	private final Heartbeats heartbeats = new Heartbeats(TestLimits.of(), () -> this.now);

	private FakeSocket socket;

	private Connection connection;

	@BeforeEach
	void connect() throws IOException {
		this.socket = new FakeSocket("c");
		this.connection = this.socket.connection(new Guest("ann"));
	}

	/**
	 * @param wanted how often the client wants heart-beats, in milliseconds
	 * @param interval how often it gets them
	 */
	@ParameterizedTest
	@CsvSource({ "1, 10000", "5000, 10000", "10000, 10000", "20000, 20000" })
	void sendsEachHeartbeatWithinTheIntervalTheFirstOneToo(long wanted, long interval) {
		this.heartbeats.start(this.connection, wanted);
		long sentAt = this.now;
		for (int beats = 1; beats <= 5; beats++) {
			while (this.socket.written().size() < beats) {
				pass(1);
			}
			assertThat(TimeUnit.NANOSECONDS.toMillis(this.now - sentAt)).isBetween(interval - 500, interval - 250);
			sentAt = this.now;
		}
		assertThat(this.socket.written()).containsOnly("\n");
	}

	@Test
	void sendsHeartbeatsWithinTheShortestInterval() {
		Heartbeats frequent = new Heartbeats(TestLimits.of("heart-beat=1s"), () -> this.now);
		frequent.start(this.connection, 1_000);
		for (int checks = 1; checks <= 12; checks++) {
			this.now += CHECK_NANOS;
			frequent.send();
		}
		assertThat(this.socket.written()).hasSize(4);
	}

	@Test
	void sentFrameCountsAsHeartbeat() {
		this.heartbeats.start(this.connection, 10_000);
		for (int frames = 1; frames <= 5; frames++) {
			pass(6_000);
			this.connection.send(new byte[] { 'x' });
		}
		assertThat(this.socket.written()).hasSize(5).containsOnly("x");
		pass(10_000);
		assertThat(this.socket.written()).hasSize(6).endsWith("\n");
	}

	@Test
	void sendsNoneToClientsThatWantNone() throws IOException {
		FakeSocket other = new FakeSocket("d");
		this.heartbeats.start(this.connection, 0);
		this.heartbeats.start(other.connection(new Guest("bob")), 1);
		this.heartbeats.stop("d");
		pass(60_000);
		assertThat(this.socket.written()).isEmpty();
		assertThat(other.written()).isEmpty();
	}

	private void pass(long millis) {
		for (long end = this.now + TimeUnit.MILLISECONDS.toNanos(millis); this.now < end;) {
			this.now += CHECK_NANOS;
			this.heartbeats.send();
		}
	}

}
