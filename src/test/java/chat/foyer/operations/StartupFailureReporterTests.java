package chat.foyer.operations;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import chat.foyer.store.StoreUnusableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of {@link StartupFailureReporter}.
 */
class StartupFailureReporterTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("server.port", "9000")
		.withProperty("server.address", "10.0.0.1")
		.withProperty("management.server.port", "19000");

	@ParameterizedTest
	@MethodSource
	void reportsFailureInASentence(Throwable failure, String sentence) {
		Throwable wrapped = new IllegalStateException("Error creating bean", new RuntimeException(failure));
		assertThat(report(wrapped)).isEqualTo("Foyer did not start: " + sentence + System.lineSeparator());
	}

	static Stream<Arguments> reportsFailureInASentence() {
		return Stream.of(Arguments.of(new InvalidSettingsException(List.of("a.b is wrong.")), "a.b is wrong."),
				Arguments.of(new StoreUnusableException("The folder is full.", new IOException("x")),
						"The folder is full."),
				Arguments.of(new PortInUseException(9000),
						"Port 9000 (server.port) is already in use. Stop the program that uses it, "
								+ "or choose another port with --server.port=…"),
				Arguments.of(new PortInUseException(19000),
						"Port 19000 (management.server.port) is already in use. Stop the program that uses it, "
								+ "or choose another port with --management.server.port=…"),
				Arguments.of(new WebServerException("Unable to start", new BindException("Permission denied")),
						"It cannot listen at server.address=10.0.0.1, server.port=9000: the system does not allow it; "
								+ "ports below 1024 usually need special rights."),
				Arguments.of(
						new WebServerException("Unable to start", new BindException("Cannot assign requested address")),
						"It cannot listen at server.address=10.0.0.1, server.port=9000: "
								+ "Cannot assign requested address."),
				Arguments.of(unbound("some.number", "x", Integer.class),
						"some.number is \"x\", which cannot be used (For input string: \"x\")."),
				Arguments.of(unbound("some.color", "pink", Color.class),
						"some.color is \"pink\", but must be one of red, dark_green."),
				Arguments.of(catchThrowable(() -> new Yaml().load("a: [1\nb: 2")),
						"A file of settings is not valid YAML, line 2: expected ',' or ']', but got :."),
				Arguments.of(new IllegalArgumentException("Key store is gone.\n\tmore\n"),
						"Key store is gone (add --debug for more)"),
				Arguments.of(new NullPointerException(), "NullPointerException (add --debug for more)"));
	}

	@Test
	void reportsEachInvalidSettingOnALine() {
		assertThat(report(new InvalidSettingsException(List.of("a is wrong.", "b is wrong."))).lines())
			.containsExactly("Foyer did not start: a is wrong.", "Foyer did not start: b is wrong.");
	}

	@Test
	void reportsStackTraceForDebugging() {
		this.environment.setProperty("debug", "");
		assertThat(report(new IllegalArgumentException("Key store is gone")))
			.startsWith("Foyer did not start: Key store is gone" + System.lineSeparator()
					+ "java.lang.IllegalArgumentException")
			.contains("\tat ");
	}

	private String report(Throwable failure) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(new StartupFailureReporter(this.environment, new PrintStream(out, true, StandardCharsets.UTF_8))
			.reportException(failure)).isTrue();
		return out.toString(StandardCharsets.UTF_8);
	}

	private static Throwable unbound(String name, String value, Class<?> type) {
		Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(name, value)));
		return catchThrowable(() -> binder.bind(name, type));
	}

	private enum Color {

		RED, DARK_GREEN

	}

}
