package chat.foyer.operations;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Field;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import chat.foyer.limit.SizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * One {@code foyer.*} setting. The type and the constraints of its component in a
 * properties record define the allowed values.
 *
 * @param name the name, such as {@code foyer.retention.keep}
 * @param standard the default as text; {@code null} if there is none
 * @param field the field of the record's component
 */
record Setting(String name, @Nullable String standard, Field field) {

	/**
	 * A duration with a unit in small letters, or in ISO 8601. Spring would also read a
	 * number without a unit as milliseconds, and 6M as six minutes.
	 */
	private static final java.util.regex.Pattern DURATION = java.util.regex.Pattern
		.compile("[+-]?(?:\\d+[a-z]+|[pP].*)");

	/**
	 * Settings whose values are not printed: a password may be in the address too.
	 */
	private static final Set<String> SECRET = Set.of("foyer.database.url", "foyer.database.password");

	private static final String DURATION_UNITS = " The units are ms, s, m (minutes), h and d (days).";

	boolean isList() {
		return List.class.isAssignableFrom(this.field.getType());
	}

	/**
	 * Checks the values that are given for this setting.
	 * @return a sentence for each value that is not allowed or cannot be bound
	 */
	List<String> violations(Binder binder) {
		try {
			return (isList() ? binder.bind(this.name, Bindable.listOf(String.class)).orElse(List.of())
					: binder.bind(this.name, String.class).map(List::of).orElse(List.of()))
				.stream()
				.filter((value) -> !isAllowed(value))
				.map(this::violation)
				.toList();
		}
		catch (BindException ex) {
			Assert.state(isList(), () -> this.name + " cannot be read as text: " + ex);
			return List.of(this.name + " must be numbered from [0] without a gap.");
		}
	}

	private String violation(String value) {
		return SECRET.contains(this.name) ? "%s must be %s.".formatted(this.name, allowed())
				: "%s is \"%s\", but must be %s.%s".formatted(this.name, value, allowed(), hint(value));
	}

	/**
	 * Describes the allowed values, such as "a whole number from 1 to 100".
	 */
	String allowed() {
		Class<?> type = type();
		if (type == Integer.class) {
			return "a whole number from " + min() + " to " + max();
		}
		if (type == Boolean.class) {
			return "true or false";
		}
		if (type == Duration.class) {
			return "a duration with a unit, such as " + this.standard + ", from " + DurationText.asSetting(shortest())
					+ " to " + DurationText.asSetting(longest());
		}
		if (type == DataSize.class) {
			return "a size with a unit, such as " + this.standard + ", from " + sizes().min() + " to " + sizes().max();
		}
		return (type == Path.class)
				? "the path of a folder, without blanks around it (a leading ~ is not expanded here)"
				: pattern().message();
	}

	private String hint(String value) {
		return (type() == Duration.class && duration(value).isEmpty()) ? DURATION_UNITS : "";
	}

	/**
	 * Whether a value is allowed and can be bound: Spring ignores blanks around numbers
	 * and sizes, and nowhere else.
	 */
	private boolean isAllowed(String value) {
		Class<?> type = type();
		if (type == Integer.class) {
			return parse(value.strip(), Integer::parseInt).filter((number) -> number >= min() && number <= max())
				.isPresent();
		}
		if (type == Boolean.class) {
			return value.equals("true") || value.equals("false");
		}
		if (type == Duration.class) {
			return duration(value)
				.filter((duration) -> duration.compareTo(shortest()) >= 0 && duration.compareTo(longest()) <= 0)
				.isPresent();
		}
		if (type == DataSize.class) {
			return parse(value, DataSize::parse)
				.filter((size) -> size.compareTo(DataSize.parse(sizes().min())) >= 0
						&& size.compareTo(DataSize.parse(sizes().max())) <= 0)
				.isPresent();
		}
		if (type == Path.class) {
			boolean isPlain = value.equals(value.strip()) && !value.startsWith("~") && !value.contains("${");
			return isPlain && !value.isEmpty() && parse(value, Path::of).isPresent();
		}
		return java.util.regex.Pattern.matches(pattern().regexp(), value);
	}

	private static Optional<Duration> duration(String value) {
		return DURATION.matcher(value).matches() ? parse(value, DurationStyle::detectAndParse) : Optional.empty();
	}

	/**
	 * The type of the values; a count that may be absent is an {@link Integer} too.
	 */
	private Class<?> type() {
		return ClassUtils.resolvePrimitiveIfNecessary(this.field.getType());
	}

	private long min() {
		return constraint(Min.class).value();
	}

	private long max() {
		return constraint(Max.class).value();
	}

	private Duration shortest() {
		DurationMin min = constraint(DurationMin.class);
		return duration(min.days(), min.hours(), min.minutes(), min.seconds(), min.millis());
	}

	private Duration longest() {
		DurationMax max = constraint(DurationMax.class);
		return duration(max.days(), max.hours(), max.minutes(), max.seconds(), max.millis());
	}

	private SizeRange sizes() {
		return constraint(SizeRange.class);
	}

	private Pattern pattern() {
		if (this.field.getAnnotatedType() instanceof AnnotatedParameterizedType list) {
			return list.getAnnotatedActualTypeArguments()[0].getAnnotation(Pattern.class);
		}
		return constraint(Pattern.class);
	}

	private <A extends java.lang.annotation.Annotation> A constraint(Class<A> type) {
		A constraint = this.field.getAnnotation(type);
		Assert.state(constraint != null, () -> this.name + " has no @" + type.getSimpleName());
		return constraint;
	}

	private static Duration duration(long days, long hours, long minutes, long seconds, long millis) {
		return Duration.ofDays(days).plusHours(hours).plusMinutes(minutes).plusSeconds(seconds).plusMillis(millis);
	}

	private static <T> Optional<T> parse(String value, Parser<T> parser) {
		try {
			return Optional.of(parser.parse(value));
		}
		catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException ex) {
			return Optional.empty();
		}
	}

	private interface Parser<T> {

		T parse(String value);

	}

}
