package chat.foyer.cluster;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How long the database has answered without an interruption. After one, the beats of all
 * nodes are old, though the nodes run.
 * <p>
 * Not thread-safe.
 */
final class Steadiness {

	/**
	 * A node that beats this much later than it should is not silent for long enough yet.
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
