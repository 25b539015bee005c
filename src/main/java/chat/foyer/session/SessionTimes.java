package chat.foyer.session;

import java.time.Clock;
import java.time.Duration;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Moves the times of the stored sessions when the system's clock is set: otherwise all
 * sessions would end at once, or last too long.
 * <p>
 * Thread-safe; calls block on the database after a jump.
 */
final class SessionTimes {

	/**
	 * Smaller changes make no difference to a session.
	 */
	private static final Duration LEAST = Duration.ofMinutes(1);

	private static final String MOVE_BACK = """
			update spring_session set
			creation_time = case when creation_time + :jump < :now then creation_time + :jump else :now end,
			last_access_time = case when last_access_time + :jump < :now then last_access_time + :jump else :now end,
			expiry_time = case when last_access_time + :jump < :now then last_access_time + :jump else :now end
				+ max_inactive_interval * cast(1000 as bigint)
			where last_access_time > :now""";

	private static final String MOVE_FORWARD = """
			update spring_session set
			creation_time = case when creation_time <= :then then creation_time + :jump
				when creation_time < :now then creation_time else :now - 1 end,
			last_access_time = case when last_access_time <= :then then last_access_time + :jump
				when last_access_time < :now then last_access_time else :now end,
			expiry_time = case when last_access_time <= :then then last_access_time + :jump
				when last_access_time < :now then last_access_time else :now end
				+ max_inactive_interval * cast(1000 as bigint)""";

	private final JdbcClient jdbc;

	private final Clock system;

	private final Clock uptime;

	private Duration ahead;

	SessionTimes(JdbcClient jdbc, Clock clock, Clock uptime) {
		this.jdbc = jdbc;
		this.system = clock;
		this.uptime = uptime;
		this.ahead = ahead();
	}

	/**
	 * Compares the clocks, and moves the times if the system's clock was set since the
	 * last call. Where the database fails, it is done by the next call.
	 * @throws DataAccessException if the database fails
	 */
	synchronized void follow() {
		Duration now = ahead();
		Duration jump = now.minus(this.ahead);
		if (jump.abs().compareTo(LEAST) < 0) {
			return;
		}
		move(jump);
		this.ahead = now;
	}

	/**
	 * Moves only what the clock has stored that was set: sessions of an earlier run may
	 * have been stored by a right one. None is of the future afterwards, and a session
	 * that was used counts as used.
	 */
	private void move(Duration jump) {
		long now = this.system.millis();
		this.jdbc.sql(jump.isNegative() ? MOVE_BACK : MOVE_FORWARD)
			.param("jump", jump.toMillis())
			.param("now", now)
			.param("then", now - jump.toMillis())
			.update();
	}

	private Duration ahead() {
		return Duration.between(this.uptime.instant(), this.system.instant());
	}

}
