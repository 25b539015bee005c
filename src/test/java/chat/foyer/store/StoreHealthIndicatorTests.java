package chat.foyer.store;

import java.sql.SQLException;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link StoreHealthIndicator}.
 */
class StoreHealthIndicatorTests {

	@RegisterExtension
	static final SqliteStore store = new SqliteStore();

	@Test
	void storeThatTakesWhatIsWrittenIsUp() {
		StoreHealthIndicator indicator = new StoreHealthIndicator(store.jdbc());
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health()).isEqualTo(Health.up().build());
	}

	@Test
	void storeThatCanOnlyBeReadIsDownUntilItHeals() {
		StoreHealthIndicator indicator = new StoreHealthIndicator(store.jdbc());
		store.jdbc()
			.sql("create trigger broken before insert on pulse begin select raise(abort, 'full'); end")
			.update();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		store.jdbc().sql("drop trigger broken").update();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void storeThatIsGoneIsDown() throws SQLException {
		DataSource gone = mock();
		given(gone.getConnection()).willThrow(new SQLException("gone"));
		assertThat(new StoreHealthIndicator(JdbcClient.create(gone)).health().getStatus()).isEqualTo(Status.DOWN);
	}

}
