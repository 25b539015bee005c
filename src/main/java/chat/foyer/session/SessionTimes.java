package chat.foyer.session;

import java.time.Clock;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;

/**
 * Moves the times of the stored sessions when the system's clock is set: otherwise all
 * sessions would end at once, or last too long.
 * <p>
 * Thread-safe; calls block on the database after a jump.
 */
final class SessionTimes {

	private static final Logger logger = LoggerFactory.getLogger(SessionTimes.class);

	/**
	 * Smaller changes make no difference to a session.
	 */
	private static final Duration LEAST = Duration.ofMinutes(1);

	private final JdbcTemplate jdbc;

	private final Clock system;

	private final Clock uptime;

	private Duration ahead;

	SessionTimes(JdbcTemplate jdbc, Clock clock, Clock uptime) {
		this.jdbc = jdbc;
		this.system = clock;
		this.uptime = uptime;
		this.ahead = ahead();
	}

	/**
	 * Compares the clocks, and moves the times if the system's clock was set since the
	 * last call.
	 */
	synchronized void follow() {
		Duration now = ahead();
		Duration jump = now.minus(this.ahead);
		if (jump.abs().compareTo(LEAST) < 0) {
			return;
		}
		try {
			move(jump);
			this.ahead = now;
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The times of the sessions are moved later", ex);
		}
	}

	/**
	 * None is of the future afterwards: sessions of an earlier run may have been stored
	 * before the clock was wrong.
	 */
	private void move(Duration change) {
		long millis = change.toMillis();
		long now = this.system.millis();
		this.jdbc.update("""
				update spring_session set creation_time = min(creation_time + ?, ?),
				last_access_time = min(last_access_time + ?, ?),
				expiry_time = min(last_access_time + ?, ?) + max_inactive_interval * 1000""", millis, now, millis, now,
				millis, now);
	}

	private Duration ahead() {
		return Duration.between(this.uptime.instant(), this.system.instant());
	}

}
