package chat.foyer.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Whether the database is writable. Writes to it at most once a second and answers other
 * calls with the last result. Logs when that changes. Part of readiness. Blocks on the
 * database.
 */
@Component
class StoreHealthIndicator implements HealthIndicator {

	private static final Logger logger = LoggerFactory.getLogger(StoreHealthIndicator.class);

	private static final Duration KEEP = Duration.ofSeconds(1);

	private final JdbcClient jdbc;

	private final Clock clock;

	private Health health = Health.unknown().build();

	private Instant outdated = Instant.MIN;

	private @Nullable Instant failingSince;

	StoreHealthIndicator(JdbcClient jdbc, @Qualifier("monotonicClock") Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	@Override
	public synchronized Health health() {
		if (!this.clock.instant().isBefore(this.outdated)) {
			this.health = write();
			this.outdated = this.clock.instant().plus(KEEP);
		}
		return this.health;
	}

	private Health write() {
		try {
			this.jdbc.sql("""
					insert into pulse (id, beats) values (1, 1)
					on conflict (id) do update set beats = pulse.beats + 1""").update();
			succeed();
			return Health.up().build();
		}
		catch (DataAccessException | TransactionException ex) {
			fail(ex);
			return Health.down().build();
		}
	}

	private void succeed() {
		if (this.failingSince != null) {
			logger.info("The database is writable again after {} s",
					Duration.between(this.failingSince, this.clock.instant()).toSeconds());
			this.failingSince = null;
		}
	}

	private void fail(Exception failure) {
		if (this.failingSince == null) {
			this.failingSince = this.clock.instant();
			logger.warn("The database is not writable: {}",
					NestedExceptionUtils.getMostSpecificCause(failure).toString());
		}
	}

}
