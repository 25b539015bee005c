package chat.foyer.cluster;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link DatabaseAvailability}.
 */
class DatabaseAvailabilityTests {

	private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

	private final DatabaseAvailability availability = new DatabaseAvailability();

	@Test
	void beginsWithTheFirstAnswer() {
		assertThat(note(0, 0)).isEqualTo(START);
		assertThat(note(2, 2)).isEqualTo(START);
		assertThat(note(12, 12)).isEqualTo(START);
	}

	@Test
	void beginsAnewAfterAnInterruption() {
		note(0, 0);
		assertThat(note(11, 11)).isEqualTo(START.plusSeconds(11));
		assertThat(note(13, 13)).isEqualTo(START.plusSeconds(11));
	}

	@Test
	void beginsAnewWhereTheClockOfTheDatabaseJumps() {
		note(0, 0);
		assertThat(note(2, 6)).isEqualTo(START);
		assertThat(note(4, 14)).isEqualTo(START.plusSeconds(4));
		assertThat(note(6, 0)).isEqualTo(START.plusSeconds(6));
	}

	private Instant note(int uptime, int time) {
		return this.availability.note(START.plusSeconds(uptime), Duration.ofSeconds(1_000 + time).toMillis());
	}

}
