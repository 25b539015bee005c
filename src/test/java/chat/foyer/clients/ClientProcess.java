package chat.foyer.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import chat.foyer.support.ServerProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * A client as a process of its own, and the lines of JSON that it prints.
 */
final class ClientProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration AFTER_ITS_END = Duration.ofSeconds(10);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

	private static final JsonMapper JSON = JsonMapper.shared();

	private final List<JsonNode> printed = new CopyOnWriteArrayList<>();

	private final Process process;

	private final Path errors;

	/**
	 * @param directory where it runs
	 */
	ClientProcess(Path directory, List<String> command) throws IOException {
		this.errors = Files.createTempFile(Files.createDirectories(directory), "errors-", ".txt");
		this.process = ServerProcess.builder(command)
			.directory(directory.toFile())
			.redirectError(this.errors.toFile())
			.start();
		Thread reader = new Thread(this::read, "client");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * What it has printed.
	 */
	List<JsonNode> printed() {
		return this.printed;
	}

	/**
	 * What it has printed of one kind.
	 * @param field the field that only that kind has
	 */
	List<JsonNode> printed(String field) {
		return this.printed.stream().filter((line) -> line.has(field)).map((line) -> line.get(field)).toList();
	}

	/**
	 * Waits until it has printed something.
	 */
	void awaitPrinted(Predicate<JsonNode> wanted) {
		awaitThat(() -> this.printed.stream().anyMatch(wanted));
	}

	/**
	 * Waits for something that comes as long as the client runs, or soon after its end.
	 */
	void awaitThat(BooleanSupplier condition) {
		try {
			await().atMost(PATIENCE)
				.pollInterval(POLL_INTERVAL)
				.until(() -> condition.getAsBoolean() || !this.process.isAlive());
			// What it printed last may not be read yet, nor its connection ended.
			await().atMost(AFTER_ITS_END)
				.pollDelay(Duration.ZERO)
				.pollInterval(POLL_INTERVAL)
				.until(condition::getAsBoolean);
		}
		catch (RuntimeException ex) {
			throw new AssertionError(tell(), ex);
		}
	}

	/**
	 * All that it has printed, for messages of failures.
	 */
	String tell() {
		try {
			return "It printed " + this.printed + System.lineSeparator() + Files.readString(this.errors);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			lines.lines().filter((line) -> line.startsWith("{")).map(JSON::readTree).forEach(this.printed::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// The process was ended.
		}
	}

}
