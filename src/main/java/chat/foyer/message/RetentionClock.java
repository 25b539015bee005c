package chat.foyer.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Measures the age of events. The clock advances with the uptime of the server and, while
 * the server does not run, with the system clock by at most one day. A wrong system clock
 * therefore never deletes an event early; it may keep one longer. The time is saved in
 * the database; only differences between two times are meaningful.
 * <p>
 * Thread-safe. {@link #instant()} does not block.
 */
@Component
public class RetentionClock {

	private static final Logger logger = LoggerFactory.getLogger(RetentionClock.class);

	/**
	 * A larger change of the system clock is a jump, which the times of events follow.
	 */
	static final Duration JUMP = Duration.ofDays(1);

	private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

	private final JdbcClient jdbc;

	private final Clock system;

	private final Clock uptime;

	private Instant start = Instant.EPOCH;

	private Instant uptimeAtStart = Instant.EPOCH;

	private volatile Duration systemAhead = Duration.ZERO;

	RetentionClock(JdbcClient jdbc, Clock clock, @Qualifier("monotonicClock") Clock uptime) {
		this.jdbc = jdbc;
		this.system = clock;
		this.uptime = uptime;
	}

	/**
	 * Continues with the time at which the last run of the server ended.
	 */
	@PostConstruct
	void start() {
		this.uptimeAtStart = this.uptime.instant();
		Instant now = this.system.instant();
		this.systemAhead = Duration.between(this.uptimeAtStart, now);
		Saved saved = this.jdbc.sql("select time, system_time from retention_clock")
			.query((row, number) -> new Saved(Instant.ofEpochMilli(row.getLong("time")),
					Instant.ofEpochMilli(row.getLong("system_time"))))
			.single();
		Duration pause = Duration.between(saved.systemTime(), now);
		if (pause.isNegative()) {
			warnOfJump(pause);
			pause = Duration.ZERO;
		}
		this.start = saved.time().plus((pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE);
	}

	/**
	 * The time of this clock.
	 */
	public Instant instant() {
		return this.start.plus(Duration.between(this.uptimeAtStart, this.uptime.instant()));
	}

	/**
	 * Saves the time, and logs a jump of the system clock since the last call. Time that
	 * is lost because the server is killed only keeps events longer.
	 */
	@Scheduled(fixedDelayString = "1m", initialDelayString = "1m")
	@PreDestroy
	void save() {
		Instant now = this.system.instant();
		Duration ahead = Duration.between(this.uptime.instant(), now);
		warnOfJump(ahead.minus(this.systemAhead));
		this.systemAhead = ahead;
		try {
			this.jdbc.sql("update retention_clock set time = ?, system_time = ? where time <= ?")
				.params(instant().toEpochMilli(), now.toEpochMilli(), instant().toEpochMilli())
				.update();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The time of the retention clock is not saved", ex);
		}
	}

	private static void warnOfJump(Duration jump) {
		if (jump.abs().compareTo(JUMP) > 0) {
			logger.warn("The system clock jumped {} by {} days; times of new messages follow it",
					jump.isNegative() ? "back" : "forward", jump.abs().toDays());
		}
	}

	private record Saved(Instant time, Instant systemTime) {
	}

}
