package chat.foyer.entry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;

/**
 * What was typed can be made into a value of the given type, whose own rules decide.
 */
@Constraint(validatedBy = WellFormedValidator.class)
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface WellFormed {

	/**
	 * {@link chat.foyer.room.Username} or {@link chat.foyer.room.RoomName}.
	 */
	Class<?> value();

	String message() default "";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

}
