package chat.foyer.live.connection;

import java.time.Duration;
import java.util.Optional;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.limit.TestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
	void whoPromisedHeartBeatsMayMissOneAndNobodyIsSilentForAMinute(long promised, long longestSilence) {
		this.pulse.connect(promised, this.limits);
		move(5_000);
		this.pulse.hear(this.now, 1, false);
		move(longestSilence);
		assertThat(overdue()).isEmpty();
		move(1);
		assertThat(overdue()).contains(CloseStatuses.SILENT);
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
