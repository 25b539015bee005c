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
 * The clock by which events get old. It advances with the uptime of the server and, while
 * the server does not run, with the system's clock by at most a day. So an event is never
 * deleted early because the system's clock was wrong when it was stored or is wrong now;
 * it may be kept longer. Its time is kept in the database, and means nothing but the
 * intervals.
 * <p>
 * Thread-safe. {@link #instant()} does not block.
 */
@Component
public class RetentionClock {

	private static final Logger logger = LoggerFactory.getLogger(RetentionClock.class);

	/**
	 * A change of the system's clock by more than this is a jump: times of events follow
	 * it back. After a smaller one they wait for the clock.
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
	 * Continues where the last run of the server ended.
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
	 * Saves the time and logs a jump of the system's clock since the last call. What is
	 * lost of the time when the server is killed only keeps events longer.
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
