package chat.foyer.limit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The smallest and the largest {@link DataSize} of a setting, both included. Bean
 * Validation has no such constraint. {@code null} is valid.
 */
@Constraint(validatedBy = SizeRange.Validator.class)
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
public @interface SizeRange {

	/**
	 * The smallest size, as {@link DataSize#parse(CharSequence)} reads it.
	 */
	String min();

	/**
	 * The largest size, as {@link DataSize#parse(CharSequence)} reads it.
	 */
	String max();

	/**
	 * The message of a violation.
	 */
	String message() default "must be from {min} to {max}";

	/**
	 * The groups of the constraint.
	 */
	Class<?>[] groups() default {};

	/**
	 * The payload of the constraint.
	 */
	Class<? extends Payload>[] payload() default {};

	/**
	 * Checks a size against the range.
	 */
	final class Validator implements ConstraintValidator<SizeRange, DataSize> {

		private DataSize min = DataSize.ofBytes(0);

		private DataSize max = DataSize.ofBytes(0);

		@Override
		public void initialize(SizeRange range) {
			this.min = DataSize.parse(range.min());
			this.max = DataSize.parse(range.max());
		}

		@Override
		public boolean isValid(@Nullable DataSize size, ConstraintValidatorContext context) {
			return size == null || (size.compareTo(this.min) >= 0 && size.compareTo(this.max) <= 0);
		}

	}

}
