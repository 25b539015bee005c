package chat.foyer.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.awaitility.Awaitility.await;

/**
 * The packaged server as a process of its own, for tests that kill it.
 */
public final class ServerProcess implements AutoCloseable {

	private static final Duration START_WITHIN = Duration.ofMinutes(3);

	private final Process process;

	private final Path log;

	private ServerProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Starts the server and returns when it is ready.
	 * @param port the port
	 * @param dataDir where the data are
	 * @param settings more settings, such as {@code foyer.presence.leave-grace=1s}
	 */
	public static ServerProcess start(int port, Path dataDir, String... settings) throws IOException {
		Path log = Files.createTempFile(Files.createDirectories(Path.of("target", "process")), "server-", ".log");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
		TestServer.RAISED_LIMITS.forEach((name, value) -> command.add("-D" + name + "=" + value));
		command.addAll(List.of("-jar", System.getProperty("foyer.jar"), "--server.port=" + port,
				"--management.server.port=0", "--foyer.data-dir=" + dataDir));
		for (String setting : settings) {
			command.add("--" + setting);
		}
		Process process = builder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		ServerProcess server = new ServerProcess(process, log);
		await().atMost(START_WITHIN).until(server::isOpen);
		return server;
	}

	/**
	 * Builds a process without the variables that are for the tests: the server would
	 * warn of them.
	 */
	public static ProcessBuilder builder(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().keySet().removeIf((name) -> name.startsWith("FOYER_"));
		return builder;
	}

	/**
	 * A port that is free at the moment.
	 */
	public static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/**
	 * The number of the process.
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * What the server has printed.
	 */
	public String log() throws IOException {
		return Files.readString(this.log);
	}

	/**
	 * Ends the server as {@code kill -9} does, in the middle of whatever it does.
	 */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * Asks the server to stop, as {@code kill} does, and returns when it has.
	 * @return the exit code
	 */
	public int stop() {
		this.process.destroy();
		return this.process.onExit().join().exitValue();
	}

	@Override
	public void close() {
		kill();
	}

	private boolean isOpen() throws IOException {
		if (!this.process.isAlive()) {
			throw new AssertionError("The server did not start:" + System.lineSeparator() + log());
		}
		return log().contains("Foyer is open");
	}

}
