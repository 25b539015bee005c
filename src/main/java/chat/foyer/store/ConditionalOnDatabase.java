package chat.foyer.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Registers a component only with one kind of database.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
@Conditional(ConditionalOnDatabase.OnDatabase.class)
public @interface ConditionalOnDatabase {

	/**
	 * The kind of database.
	 */
	DatabaseKind value();

	/**
	 * Compares the kind of database with that of the settings.
	 */
	class OnDatabase implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			DatabaseKind kind = metadata.getAnnotations()
				.get(ConditionalOnDatabase.class)
				.getEnum("value", DatabaseKind.class);
			return kind == DatabaseKind.of(context.getEnvironment());
		}

	}

}
