package chat.foyer.live.connection;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.limit.TestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConnectionLiveness}, with the limits that are set when nobody sets any.
 */
class ConnectionLivenessTests {

	private static final int RATE = 50;

	private final LimitsProperties limits = TestLimits.of();

	private long now = Long.MAX_VALUE - Duration.ofSeconds(15).toNanos();

	private final ConnectionLiveness pulse = new ConnectionLiveness(this.now, RATE);

	@Test
	void whoDoesNotConnectIsLateHoweverMuchComes() {
		move(10_000);
		this.pulse.hear(this.now, 1, false);
		assertThat(overdue()).isEmpty();
		move(1);
		assertThat(overdue()).contains(CloseStatuses.LATE_CONNECT);
	}

	@Test
	void halfConnectIsLateToo() {
		this.pulse.hear(this.now, 0, true);
		move(10_001);
		assertThat(overdue()).contains(CloseStatuses.LATE_CONNECT);
	}

	@ParameterizedTest
	@CsvSource({ "10000, 20000", "1, 20000", "15000, 30000", "0, 60000", "40000, 60000", "3600000, 60000" })
	void silentConnectionGetsAPingAndIsOverdueWithoutAnAnswer(long promised, long longestSilence) {
		this.pulse.connect(promised, this.limits);
		move(5_000);
		this.pulse.hear(this.now, 1, false);
		move(longestSilence * 2 / 3);
		assertThat(this.pulse.isPingDue(this.now)).isFalse();
		move(1);
		assertThat(this.pulse.isPingDue(this.now)).isTrue();
		this.pulse.ping(this.now);
		assertThat(this.pulse.isPingDue(this.now)).isFalse();
		move(longestSilence / 3);
		assertThat(overdue()).isEmpty();
		move(1);
		assertThat(overdue()).contains(CloseStatuses.SILENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "heartbeat", "half a frame", "ping", "pong" })
	void whateverIsHeardIsASignOfLife(String sign) {
		this.pulse.connect(0, this.limits);
		for (int i = 0; i < 10; i++) {
			move(40_001);
			assertThat(this.pulse.isPingDue(this.now)).isTrue();
			this.pulse.ping(this.now);
			move(19_999);
			switch (sign) {
				case "heartbeat" -> this.pulse.hear(this.now, 1, false);
				case "half a frame" -> this.pulse.hear(this.now, 0, false);
				case "ping" -> this.pulse.hearPing(this.now);
				default -> this.pulse.hearPong(this.now);
			}
			assertThat(overdue()).isEmpty();
			assertThat(this.pulse.isPingDue(this.now)).isFalse();
		}
	}

	/**
	 * A server that stood still has not read what came meanwhile.
	 */
	@Test
	void nothingIsSilentThatWasSentNoPing() {
		this.pulse.connect(10_000, this.limits);
		move(600_000);
		assertThat(overdue()).isEmpty();
		assertThat(this.pulse.isPingDue(this.now)).isTrue();
	}

	@Test
	void reportsTheLengthOfEachMessageFrameByFrame() {
		List<Long> lengths = new ArrayList<>();
		this.pulse.listen(new ConnectionLiveness.Listener() {

			@Override
			public void messageAnnounced(long bytes) {
				lengths.add(bytes);
			}

			@Override
			public void pingReceived(ByteBuffer payload) {
				throw new AssertionError("No ping");
			}

		});
		this.pulse.announce(10, true);
		this.pulse.announce(5, false);
		this.pulse.announce(3, true);
		this.pulse.announce(Long.MAX_VALUE, false);
		this.pulse.announce(1, false);
		assertThat(lengths).containsExactly(10L, 15L, 3L, Long.MAX_VALUE, Long.MAX_VALUE);
	}

	@Test
	void frameThatIsNotEndedIsLateHoweverMuchOfItComes() {
		this.pulse.connect(10_000, this.limits);
		this.pulse.hear(this.now, 0, true);
		for (int i = 0; i < 10; i++) {
			move(1_000);
			this.pulse.hear(this.now, 0, true);
			this.pulse.hearPong(this.now);
		}
		assertThat(overdue()).isEmpty();
		move(1);
		assertThat(overdue()).contains(CloseStatuses.LATE_FRAME);
	}

	@Test
	void frameThatIsEndedIsNot() {
		this.pulse.connect(10_000, this.limits);
		this.pulse.hear(this.now, 0, true);
		move(9_000);
		this.pulse.hear(this.now, 1, false);
		move(9_000);
		assertThat(overdue()).isEmpty();
	}

	@Test
	void webSocketFrameThatIsNotEndedIsLate() {
		this.pulse.connect(10_000, this.limits);
		this.pulse.beginFrame(this.now);
		move(10_000);
		assertThat(overdue()).isEmpty();
		move(1);
		assertThat(overdue()).contains(CloseStatuses.LATE_FRAME);
	}

	@Test
	void webSocketFrameThatIsEndedIsNot() {
		this.pulse.connect(10_000, this.limits);
		this.pulse.beginFrame(this.now);
		this.pulse.endFrame();
		move(10_001);
		assertThat(overdue()).isEmpty();
	}

	@Test
	void tenSecondsOfFramesMayComeAtOnce() {
		for (int i = 0; i < 10 * RATE; i++) {
			assertThat(this.pulse.hear(this.now, 1, false)).isTrue();
		}
		assertThat(this.pulse.hear(this.now, 1, false)).isFalse();
	}

	@Test
	void framesInOnePartCountLikeThoseInMany() {
		assertThat(this.pulse.hear(this.now, 10 * RATE, false)).isTrue();
		assertThat(this.pulse.hear(this.now, 1, false)).isFalse();
	}

	@Test
	void frameBegunBehindAnotherInOnePartIsLate() {
		this.pulse.connect(10_000, this.limits);
		this.pulse.hear(this.now, 0, true);
		move(9_000);
		this.pulse.hear(this.now, 1, true);
		move(9_000);
		assertThat(overdue()).isEmpty();
		move(1_001);
		assertThat(overdue()).contains(CloseStatuses.LATE_FRAME);
	}

	@Test
	void partsWithoutEndOfFrameCostLess() {
		for (int i = 0; i < 16 * 10 * RATE; i++) {
			assertThat(this.pulse.hear(this.now, 0, true)).isTrue();
		}
		assertThat(this.pulse.hear(this.now, 0, true)).isFalse();
	}

	@Test
	void pongsCostAsMuchAsFrames() {
		for (int i = 0; i < 10 * RATE; i++) {
			assertThat(this.pulse.hearPong(this.now)).isTrue();
		}
		assertThat(this.pulse.hearPong(this.now)).isFalse();
	}

	@Test
	void tooManyPingsAreFoundOverdue() {
		this.pulse.connect(10_000, this.limits);
		for (int i = 0; i < 10 * RATE; i++) {
			this.pulse.hearPing(this.now);
		}
		assertThat(overdue()).isEmpty();
		this.pulse.hearPing(this.now);
		assertThat(overdue()).contains(CloseStatuses.RATE_LIMITED);
	}

	@Test
	void andTheRateInTheLongRun() {
		for (int i = 0; i < 100 * RATE; i++) {
			assertThat(this.pulse.hear(this.now, 1, false)).isTrue();
			move(20);
		}
	}

	private Optional<CloseStatus> overdue() {
		return this.pulse.overdue(this.now, this.limits);
	}

	private void move(long millis) {
		this.now += Duration.ofMillis(millis).toNanos();
	}

}
