package chat.foyer.store;

import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import chat.foyer.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link StoreHealthIndicator}.
 */
@EachDatabase
@ExtendWith(OutputCaptureExtension.class)
class StoreHealthIndicatorTests {

	@RegisterExtension
	static final TestStore store = new TestStore();

	private final MovableClock clock = new MovableClock();

	@Test
	void upWhenWritable() {
		assertThat(indicator(store.jdbc()).health()).isEqualTo(Health.up().build());
	}

	@Test
	void writesAtMostOnceASecond() {
		StoreHealthIndicator indicator = indicator(store.jdbc());
		indicator.health();
		breakStore();
		this.clock.move(Duration.ofMillis(999));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		this.clock.move(Duration.ofMillis(1));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		mendStore();
	}

	@Test
	void downWhileReadOnly() {
		StoreHealthIndicator indicator = indicator(store.jdbc());
		breakStore();
		assertThat(indicator.health()).isEqualTo(Health.down().build());
		mendStore();
		this.clock.move(Duration.ofSeconds(1));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void logsOnlyChanges(CapturedOutput output) {
		StoreHealthIndicator indicator = indicator(store.jdbc());
		breakStore();
		indicator.health();
		this.clock.move(Duration.ofSeconds(1));
		indicator.health();
		mendStore();
		this.clock.move(Duration.ofSeconds(2));
		indicator.health();
		assertThat(output.getOut()).containsOnlyOnce("The database is not writable: ")
			.contains("The database is writable again after 3 s");
	}

	@Test
	void downWhenMissing() throws SQLException {
		DataSource gone = mock();
		given(gone.getConnection()).willThrow(new SQLException("gone"));
		assertThat(indicator(JdbcClient.create(gone)).health().getStatus()).isEqualTo(Status.DOWN);
	}

	private StoreHealthIndicator indicator(JdbcClient jdbc) {
		return new StoreHealthIndicator(jdbc, this.clock);
	}

	private static void breakStore() {
		store.jdbc().sql("alter table pulse rename to lost").update();
	}

	private static void mendStore() {
		store.jdbc().sql("alter table lost rename to pulse").update();
	}

}
