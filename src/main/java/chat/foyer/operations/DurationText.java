package chat.foyer.operations;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import org.springframework.boot.convert.DurationStyle;

/**
 * Formats durations for the operator, in the largest unit that needs no fraction. Drops
 * fractions of a millisecond.
 */
public final class DurationText {

	private static final List<ChronoUnit> UNITS = List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES,
			ChronoUnit.SECONDS);

	private DurationText() {
	}

	/**
	 * Formats a duration as a setting, such as {@code 30d}.
	 */
	public static String asSetting(Duration duration) {
		return DurationStyle.SIMPLE.print(duration, unitOf(duration));
	}

	/**
	 * Formats a duration in English words, such as {@code 30 days}.
	 */
	public static String inWords(Duration duration) {
		ChronoUnit unit = unitOf(duration);
		long number = duration.dividedBy(unit.getDuration());
		String plural = unit.toString().toLowerCase(Locale.ROOT);
		return number + " " + ((number == 1) ? plural.substring(0, plural.length() - 1) : plural);
	}

	private static ChronoUnit unitOf(Duration duration) {
		return UNITS.stream()
			.filter((unit) -> duration.equals(unit.getDuration().multipliedBy(duration.dividedBy(unit.getDuration()))))
			.findFirst()
			.orElse(ChronoUnit.MILLIS);
	}

}
