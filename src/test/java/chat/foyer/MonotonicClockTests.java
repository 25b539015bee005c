package chat.foyer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link MonotonicClock}.
 */
class MonotonicClockTests {

	private final MovableClock system = new MovableClock();

	private final Instant begin = this.system.instant();

	private final AtomicLong awake = new AtomicLong(Long.MAX_VALUE - 1);

	private final AtomicLong uptime = new AtomicLong(5);

	private final MonotonicClock clock = new MonotonicClock(this.system, this.awake::get, this.uptime::get);

	@Test
	void advancesWithUptimeOnly() {
		pass(Duration.ofMillis(1));
		this.system.move(Duration.ofDays(-40));
		pass(Duration.ofDays(3));
		assertThat(this.clock.instant()).isEqualTo(this.begin.plus(Duration.ofDays(3)).plusMillis(1));
	}

	@ParameterizedTest
	@CsvSource({ "PT8H, PT8H", "P30D, P1D", "PT0.9S, PT0S", "PT-8H, PT0S" })
	void countsSuspensionUpToOneDay(Duration sleep, Duration counted) {
		pass(Duration.ofSeconds(5));
		this.uptime.addAndGet(sleep.toNanos());
		pass(Duration.ofSeconds(5));
		assertThat(this.clock.instant()).isEqualTo(this.begin.plusSeconds(10).plus(counted));
		pass(Duration.ofSeconds(5));
		assertThat(this.clock.instant()).isEqualTo(this.begin.plusSeconds(15).plus(counted));
	}

	@Test
	void realClockAdvances() {
		Clock real = new MonotonicClock(Clock.systemUTC());
		Instant first = real.instant();
		assertThat(real.instant()).isAfterOrEqualTo(first)
			.isBefore(Instant.now().plusSeconds(60))
			.isAfter(Instant.now().minusSeconds(60));
	}

	private void pass(Duration time) {
		this.awake.addAndGet(time.toNanos());
		this.uptime.addAndGet(time.toNanos());
		this.clock.instant();
	}

}
