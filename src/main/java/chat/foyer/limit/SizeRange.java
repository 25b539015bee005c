package chat.foyer.limit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.util.unit.DataSize;

/**
 * The smallest and the largest {@link DataSize} of a setting, both included. Checked at
 * the start, before any settings are bound: Bean Validation has no such constraint.
 */
@Target(ElementType.FIELD)
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

}
