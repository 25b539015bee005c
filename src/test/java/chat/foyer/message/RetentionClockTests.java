package chat.foyer.message;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import chat.foyer.MovableClock;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import chat.foyer.support.ServerLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link RetentionClock}.
 */
@EachDatabase
class RetentionClockTests {

	@RegisterExtension
	static final TestStore store = new TestStore();

	private final MovableClock system = new MovableClock();

	private final MovableClock uptime = new MovableClock();

	private RetentionClock clock;

	@BeforeEach
	void begin() {
		store.jdbc()
			.sql("update retention_clock set time = 0, system_time = ?")
			.param(this.system.instant().toEpochMilli())
			.update();
		restart();
	}

	@Test
	void advancesWithUptime() {
		pass(Duration.ofDays(3));
		assertThat(this.clock.instant()).isCloseTo(at(Duration.ofDays(3)), within(5, ChronoUnit.MILLIS));
	}

	@ParameterizedTest
	@CsvSource({ "P40D", "P-40D", "PT1H", "PT-1H" })
	void ignoresChangesOfTheSystemClock(Duration jump) {
		this.system.move(jump);
		assertThat(this.clock.instant()).isCloseTo(at(Duration.ZERO), within(5, ChronoUnit.MILLIS));
		pass(Duration.ofMinutes(1));
		this.clock.save();
		assertThat(this.clock.instant()).isCloseTo(at(Duration.ofMinutes(1)), within(5, ChronoUnit.MILLIS));
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, PT0S", "PT1H, PT1H", "P1D, P1D", "P30D, P1D", "P-40D, PT0S" })
	void advancesByAtMostOneDayOverRestart(Duration pause, Duration advance) {
		pass(Duration.ofHours(5));
		this.clock.save();
		this.system.move(pause);
		restart();
		assertThat(this.clock.instant()).isCloseTo(at(advance.plusHours(5)), within(5, ChronoUnit.MILLIS));
	}

	@Test
	void advancesAfterSystemClockIsCorrected() {
		this.clock.save();
		this.system.move(Duration.ofDays(-40));
		restart();
		pass(Duration.ofMinutes(5));
		this.clock.save();
		this.system.move(Duration.ofDays(40));
		pass(Duration.ofMinutes(5));
		this.clock.save();
		restart();
		assertThat(this.clock.instant()).isCloseTo(at(Duration.ofMinutes(10)), within(5, ChronoUnit.MILLIS));
	}

	@Test
	void countsTimeSinceLastSaveWhenServerIsKilled() {
		pass(Duration.ofHours(2));
		restart();
		assertThat(this.clock.instant()).isCloseTo(at(Duration.ofHours(2)), within(5, ChronoUnit.MILLIS));
	}

	@Test
	void neverSavesAnEarlierTime() {
		RetentionClock other = this.clock;
		pass(Duration.ofHours(1));
		restart();
		this.clock.save();
		store.jdbc().sql("update retention_clock set time = time + 60000").update();
		other.save();
		restart();
		assertThat(this.clock.instant()).isCloseTo(at(Duration.ofMinutes(61)), within(5, ChronoUnit.MILLIS));
	}

	/**
	 * The uptime does not advance while the machine is suspended.
	 */
	@Test
	void catchesUpWithOtherNodesAfterSuspension() {
		RetentionClock suspended = new RetentionClock(store.jdbc(), this.system, new MovableClock());
		suspended.start();
		pass(Duration.ofDays(3));
		this.clock.save();
		suspended.catchUp();
		assertThat(suspended.instant()).isCloseTo(at(Duration.ofDays(3)), within(5, ChronoUnit.MILLIS));
	}

	@Test
	void catchesUpWithOtherNodesWhenTheirTimeIsAhead() {
		RetentionClock late = new RetentionClock(store.jdbc(), this.system, new MovableClock());
		late.start();
		pass(Duration.ofHours(2));
		this.clock.save();
		late.save();
		assertThat(late.instant()).isCloseTo(at(Duration.ofHours(2)), within(5, ChronoUnit.MILLIS));
	}

	@ParameterizedTest
	@CsvSource({ "P40D, forward by 40 days", "P-40D, back by 40 days" })
	void logsJumpOfMoreThanADayOnce(Duration jump, String words) {
		try (ServerLog log = new ServerLog()) {
			this.system.move(Duration.ofDays(1));
			this.clock.save();
			this.system.move(jump);
			this.clock.save();
			this.clock.save();
			assertThat(jumps(log)).singleElement().asString().contains(words);
		}
	}

	@Test
	void logsStartWithSystemClockBehind() {
		this.system.move(Duration.ofDays(-40));
		try (ServerLog log = new ServerLog()) {
			restart();
			assertThat(jumps(log)).singleElement().asString().contains("jumped back by");
		}
	}

	private void pass(Duration time) {
		this.system.move(time);
		this.uptime.move(time);
	}

	private void restart() {
		this.clock = new RetentionClock(store.jdbc(), this.system, this.uptime);
		this.clock.start();
	}

	private static List<String> jumps(ServerLog log) {
		return log.lines().stream().filter((line) -> line.contains("The system clock jumped")).toList();
	}

	private static Instant at(Duration time) {
		return Instant.EPOCH.plus(time);
	}

}
