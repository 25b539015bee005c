package chat.foyer.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import chat.foyer.room.NodeBuried;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Measures the age of events. The clock advances with the uptime of the server and, while
 * the server does not run, with the system clock by at most one day. A wrong system clock
 * therefore never deletes an event early; it may keep one longer. The time is saved in
 * the database, and nodes that share it follow the one that is ahead; only differences
 * between two times are meaningful.
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

	/**
	 * How far this clock is ahead of the uptime.
	 */
	private volatile Duration offset = Duration.ZERO;

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
		Instant now = this.system.instant();
		this.systemAhead = Duration.between(this.uptime.instant(), now);
		Saved saved = saved();
		Duration pause = Duration.between(saved.systemTime(), now);
		if (pause.isNegative()) {
			warnOfJump(pause);
			pause = Duration.ZERO;
		}
		this.offset = aheadAt(saved.time().plus((pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE));
	}

	/**
	 * Catches up with the other nodes. The uptime does not advance while the machine is
	 * suspended, and the others purge what is stored with an old time. Ignores the system
	 * clocks, which need not agree.
	 */
	@EventListener(NodeBuried.class)
	void catchUp() {
		try {
			Duration saved = aheadAt(saved().time());
			if (saved.compareTo(this.offset) > 0) {
				this.offset = saved;
			}
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The retention clock catches up later", ex);
		}
	}

	private Saved saved() {
		return this.jdbc.sql("select time, system_time from retention_clock")
			.query((row, number) -> new Saved(Instant.ofEpochMilli(row.getLong("time")),
					Instant.ofEpochMilli(row.getLong("system_time"))))
			.single();
	}

	private Duration aheadAt(Instant time) {
		return Duration.between(this.uptime.instant(), time);
	}

	/**
	 * The time of this clock.
	 */
	public Instant instant() {
		return this.uptime.instant().plus(this.offset);
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
			long time = instant().toEpochMilli();
			int saved = this.jdbc.sql("update retention_clock set time = ?, system_time = ? where time <= ?")
				.params(time, now.toEpochMilli(), time)
				.update();
			if (saved == 0) {
				catchUp();
			}
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
