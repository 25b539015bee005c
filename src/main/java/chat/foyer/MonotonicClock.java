package chat.foyer;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that starts at the time of the system clock and advances with the uptime. It
 * measures intervals, since changes of the system clock do not affect it. On Linux it
 * includes the time that the machine is suspended, at most a day each time; elsewhere it
 * counts like {@link System#nanoTime()}.
 * <p>
 * Thread-safe.
 */
final class MonotonicClock extends Clock {

	private static final Duration LONGEST_SLEEP = Duration.ofDays(1);

	/**
	 * Smaller differences between the two measures of uptime are not a suspension.
	 */
	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final LongSupplier awake;

	private final LongSupplier uptime;

	private Instant time;

	private long awakeThen;

	private long uptimeThen;

	MonotonicClock(Clock system) {
		this(system, System::nanoTime, MonotonicClock::uptime);
	}

	/**
	 * @param system the clock to start from
	 * @param awake nanoseconds, with or without those of suspensions
	 * @param uptime nanoseconds, with those of suspensions
	 */
	MonotonicClock(Clock system, LongSupplier awake, LongSupplier uptime) {
		this.awake = awake;
		this.uptime = uptime;
		this.time = system.instant();
		this.awakeThen = awake.getAsLong();
		this.uptimeThen = uptime.getAsLong();
	}

	@Override
	public synchronized Instant instant() {
		long now = this.awake.getAsLong();
		long passed = now - this.awakeThen;
		if (passed < SECOND) {
			return this.time.plusNanos(passed);
		}
		long uptime = this.uptime.getAsLong();
		long slept = uptime - this.uptimeThen - passed;
		this.time = this.time.plusNanos(passed)
			.plusNanos((slept > SECOND) ? Math.min(slept, LONGEST_SLEEP.toNanos()) : 0);
		this.awakeThen = now;
		this.uptimeThen = uptime;
		return this.time;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException("Measures intervals only");
	}

	private static long uptime() {
		try {
			String seconds = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
			return new BigDecimal(seconds).movePointRight(9).longValue();
		}
		catch (IOException | NumberFormatException ex) {
			return System.nanoTime();
		}
	}

}
