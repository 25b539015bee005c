package chat.foyer.store;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The condition of {@link ConditionalOnDatabase}.
 */
class OnDatabaseCondition implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		DatabaseKind kind = metadata.getAnnotations()
			.get(ConditionalOnDatabase.class)
			.getEnum("value", DatabaseKind.class);
		return kind == DatabaseKind.of(context.getEnvironment());
	}

}
