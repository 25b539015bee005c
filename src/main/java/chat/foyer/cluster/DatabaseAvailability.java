package chat.foyer.cluster;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Tracks since when the database has answered without an interruption. After an
 * interruption the heartbeats of all nodes are old although the nodes run.
 * <p>
 * Not thread-safe.
 */
final class DatabaseAvailability {

	/**
	 * A longer time between two answers is an interruption. A node whose heartbeat is
	 * late by no more is not removed yet.
	 */
	private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

	/**
	 * A larger difference between two clocks is a jump of the database's clock, as after
	 * a failover.
	 */
	private static final Duration JUMP = Duration.ofSeconds(5);

	private @Nullable Instant since;

	private Instant lastUptime = Instant.MIN;

	private long lastTime;

	/**
	 * Notes an answer of the database.
	 * @param uptime the time of a clock of this node that does not jump
	 * @param time the time of the database's clock, in milliseconds
	 * @return since when it has answered, by the clock of this node
	 */
	Instant note(Instant uptime, long time) {
		Instant begun = this.since;
		if (begun == null || isInterrupted(Duration.between(this.lastUptime, uptime), time - this.lastTime)) {
			begun = uptime;
		}
		this.since = begun;
		this.lastUptime = uptime;
		this.lastTime = time;
		return begun;
	}

	private static boolean isInterrupted(Duration passed, long millis) {
		return passed.compareTo(LONGEST_GAP) > 0 || Math.abs(millis - passed.toMillis()) > JUMP.toMillis();
	}

}
