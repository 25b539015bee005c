package chat.foyer.browser;

import java.nio.file.Path;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives people with browsers to the methods of a {@link BrowserTest}, and looks after
 * them when it is over.
 */
class BrowserExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

	private static final String REQUIRED = "FOYER_BROWSER_REQUIRED";

	private static final String NO_BROWSER = "No Chromium, Chrome or Edge was found on this machine, and Playwright's own browser is not installed.";

	private static final Path EVIDENCE = Path.of("target", "browser");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (chromium(context).browser().isPresent()) {
			return ConditionEvaluationResult.enabled("There is a browser.");
		}
		if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
			throw new IllegalStateException(NO_BROWSER);
		}
		return ConditionEvaluationResult.disabled(NO_BROWSER);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == People.class || type == SharedServer.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		if (parameter.getParameter().getType() == SharedServer.class) {
			return server(context);
		}
		return context.getStore(NAMESPACE).computeIfAbsent(People.class, (type) -> people(context), People.class);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		People people = context.getStore(NAMESPACE).get(People.class, People.class);
		if (people == null) {
			return;
		}
		boolean failed = context.getExecutionException().isPresent();
		try {
			if (!failed) {
				failed = true;
				people.checkThatNothingWentWrong();
				failed = false;
			}
		}
		finally {
			if (failed) {
				people.leaveEvidence(EVIDENCE.resolve(name(context)));
			}
		}
	}

	private static People people(ExtensionContext context) {
		Browser browser = chromium(context).browser().orElseThrow();
		return new People(browser, () -> "http://localhost:" + server(context).port());
	}

	private static SharedServer server(ExtensionContext context) {
		return session(context).computeIfAbsent(SharedServer.class, (type) -> new SharedServer(), SharedServer.class);
	}

	private static Chromium chromium(ExtensionContext context) {
		return session(context).computeIfAbsent(Chromium.class, (type) -> {
			PlaywrightAssertions.setDefaultAssertionTimeout(Person.PATIENCE_MILLIS);
			return new Chromium();
		}, Chromium.class);
	}

	private static Store session(ExtensionContext context) {
		return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
	}

	private static String name(ExtensionContext context) {
		String invocation = context.getDisplayName().replaceAll("^(?:\\[(\\d+)].*|.*)$", "$1");
		return context.getRequiredTestClass().getSimpleName() + "." + context.getRequiredTestMethod().getName()
				+ invocation;
	}

}
