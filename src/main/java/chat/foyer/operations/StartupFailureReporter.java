package chat.foyer.operations;

import java.io.PrintStream;
import java.net.BindException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import chat.foyer.store.StoreUnusableException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.config.ConfigDataNotFoundException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Reports in a sentence why the server does not start, in place of Spring Boot's reports
 * and stack traces. With {@code --debug} the stack trace follows.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupFailureReporter implements SpringBootExceptionReporter {

	private static final String DEBUG = "debug";

	private final Environment environment;

	private final PrintStream out;

	/**
	 * Creates a reporter that writes to the error output. Spring Boot calls this, the
	 * only public constructor, by reflection.
	 * @param context the context that failed; {@code null} if the failure came before it
	 */
	public StartupFailureReporter(@Nullable ConfigurableApplicationContext context) {
		this((context != null) ? context.getEnvironment() : new StandardEnvironment(), System.err);
	}

	StartupFailureReporter(Environment environment, PrintStream out) {
		this.environment = environment;
		this.out = out;
	}

	@Override
	public boolean reportException(Throwable failure) {
		List<Throwable> chain = chain(failure);
		sentences(chain).forEach((sentence) -> this.out.println("Foyer did not start: " + sentence));
		if (isDebug()) {
			failure.printStackTrace(this.out);
		}
		return true;
	}

	private boolean isDebug() {
		return this.environment.containsProperty(DEBUG)
				&& !"false".equalsIgnoreCase(this.environment.getProperty(DEBUG));
	}

	private static List<Throwable> chain(Throwable failure) {
		List<Throwable> chain = new ArrayList<>();
		for (Throwable next = failure; next != null && !chain.contains(next); next = next.getCause()) {
			chain.add(next);
		}
		return chain;
	}

	private List<String> sentences(List<Throwable> chain) {
		for (Throwable cause : chain) {
			if (cause instanceof InvalidSettingsException invalid) {
				return invalid.violations();
			}
			Optional<String> sentence = sentence(cause);
			if (sentence.isPresent()) {
				return List.of(sentence.get());
			}
		}
		return List.of(lastResort(chain));
	}

	private Optional<String> sentence(Throwable cause) {
		if (cause instanceof StoreUnusableException unusable) {
			return Optional.of(String.valueOf(unusable.getMessage()));
		}
		if (cause instanceof PortInUseException inUse) {
			return Optional.of(portInUse(inUse.getPort()));
		}
		if (cause instanceof BindException bind) {
			return Optional.of(cannotListen(String.valueOf(bind.getMessage())));
		}
		if (cause instanceof org.springframework.boot.context.properties.bind.BindException bind) {
			return Optional.of(unreadable(bind));
		}
		if (cause instanceof ConfigDataNotFoundException notFound) {
			return Optional.of("The settings in " + notFound.getReferenceDescription() + " are not there.");
		}
		if (cause instanceof MarkedYAMLException yaml) {
			return Optional.of("A file of settings is not valid YAML, line %d: %s.".formatted(
					(yaml.getProblemMark() != null) ? yaml.getProblemMark().getLine() + 1 : 1, yaml.getProblem()));
		}
		return Optional.empty();
	}

	private String portInUse(int port) {
		String name = (port == number("management.server.port")) ? "management.server.port" : "server.port";
		return "Port %d (%s) is already in use. Stop the program that uses it, or choose another port with --%s=…"
			.formatted(port, name, name);
	}

	private String cannotListen(String reason) {
		return "It cannot listen at server.address=%s, server.port=%d: %s.".formatted(
				this.environment.getProperty("server.address", "(all)"), number("server.port"),
				reason.toLowerCase(Locale.ROOT).contains("permission")
						? "the system does not allow it; ports below 1024 usually need special rights"
						: firstLine(reason));
	}

	private int number(String name) {
		return this.environment.getProperty(name, Integer.class, "server.port".equals(name) ? 8080 : -1);
	}

	private static String unreadable(org.springframework.boot.context.properties.bind.BindException failure) {
		Object value = (failure.getProperty() != null) ? failure.getProperty().getValue() : "";
		Class<?> type = failure.getTarget().getType().resolve(Object.class);
		String reason = type.isEnum() ? "but must be one of " + String.join(", ",
				Arrays.stream(type.getEnumConstants())
					.map((constant) -> constant.toString().toLowerCase(Locale.ROOT))
					.toList())
				: "which cannot be used (" + reason(chain(failure)) + ")";
		return "%s is \"%s\", %s.".formatted(failure.getName(), value, reason);
	}

	private String lastResort(List<Throwable> chain) {
		return reason(chain) + (isDebug() ? "" : " (add --debug for more)");
	}

	private static String reason(List<Throwable> chain) {
		Throwable root = chain.get(chain.size() - 1);
		String message = root.getMessage();
		return (message != null && !message.isBlank()) ? firstLine(message) : root.getClass().getSimpleName();
	}

	private static String firstLine(String text) {
		return text.strip().lines().findFirst().orElse("").replaceFirst("[.:\\s]+$", "");
	}

}
