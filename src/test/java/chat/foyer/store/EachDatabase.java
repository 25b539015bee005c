package chat.foyer.store;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;

import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Runs the tests of a class with a {@link TestStore} once on each kind of database.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(EachDatabase.Kinds.class)
public @interface EachDatabase {

	/**
	 * Provides one run of the class for each kind.
	 */
	final class Kinds implements ClassTemplateInvocationContextProvider {

		private static final Namespace NAMESPACE = Namespace.create(EachDatabase.class);

		/**
		 * Returns the kind of the current run: SQLite where the class runs only once.
		 */
		static DatabaseKind current(ExtensionContext test) {
			return test.getStore(NAMESPACE).getOrDefault(DatabaseKind.class, DatabaseKind.class, DatabaseKind.SQLITE);
		}

		@Override
		public boolean supportsClassTemplate(ExtensionContext test) {
			return true;
		}

		@Override
		public Stream<Run> provideClassTemplateInvocationContexts(ExtensionContext test) {
			return Stream.of(DatabaseKind.values()).map(Run::new);
		}

		private record Run(DatabaseKind kind) implements ClassTemplateInvocationContext {

			@Override
			public String getDisplayName(int number) {
				return this.kind.name();
			}

			@Override
			public void prepareInvocation(ExtensionContext run) {
				run.getStore(NAMESPACE).put(DatabaseKind.class, this.kind);
			}

		}

	}

}
