package chat.foyer.clients;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The folder in which the clients of other languages run, and what they need there. Where
 * something is missing the test is skipped, and fails if {@code FOYER_CLIENTS_REQUIRED}
 * is {@code true}.
 */
final class Runtimes {

	/**
	 * A copy of {@code src/test/clients} with what npm installs.
	 */
	static final Path FOLDER = Path.of("target", "clients");

	/**
	 * Held by one of several test processes, which run at the same time.
	 */
	private static final Path LOCK = Path.of("target", "clients.lock");

	private static final Path SOURCES = Path.of("src", "test", "clients");

	private static final int DONE_WITHIN_SECONDS = 120;

	/**
	 * Whether each command succeeded: none runs twice.
	 */
	private static final Map<List<String>, Boolean> results = new HashMap<>();

	private static boolean isCopied;

	private Runtimes() {
	}

	/**
	 * Node.js with the npm packages of the clients.
	 */
	static String node() throws IOException, InterruptedException {
		String node = require("Node.js 18.14 or later", List.of(List.of("node", "-e", "new Headers().getSetCookie()")));
		require("What npm installs", List.of(List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock",
				"--ignore-scripts", "--prefer-offline")));
		return node;
	}

	/**
	 * A Python with a module, preferably Debian's.
	 */
	static String python(String module) throws IOException, InterruptedException {
		return require("Python with the module " + module, List
			.of(List.of("/usr/bin/python3", "-c", "import " + module), List.of("python3", "-c", "import " + module)));
	}

	/**
	 * Perl with a module.
	 */
	static String perl(String module) throws IOException, InterruptedException {
		return require("Perl with the module " + module, List.of(List.of("perl", "-M" + module, "-e", "1")));
	}

	/**
	 * Makes sure that one of some commands succeeds.
	 * @param what what is there if one does
	 * @return the program of the first that does
	 */
	private static synchronized String require(String what, List<List<String>> commands)
			throws IOException, InterruptedException {
		Files.createDirectories(FOLDER);
		try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			// Until the channel is closed.
			channel.lock();
			copy();
			for (List<String> command : commands) {
				if (succeeds(command)) {
					return command.get(0);
				}
			}
		}
		String missing = what + " is missing, see " + commands.stream().map(Runtimes::log).toList();
		assertThat(System.getenv("FOYER_CLIENTS_REQUIRED")).as(missing).isNotEqualTo("true");
		return Assumptions.abort(missing);
	}

	/**
	 * Once only, and only what has changed, since clients may be reading the files by
	 * then.
	 */
	private static void copy() throws IOException {
		if (isCopied) {
			return;
		}
		try (Stream<Path> sources = Files.list(SOURCES)) {
			for (Path source : sources.toList()) {
				Path copy = FOLDER.resolve(source.getFileName());
				if (!Files.exists(copy) || Files.mismatch(source, copy) >= 0) {
					Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
				}
			}
		}
		isCopied = true;
	}

	private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
		Boolean known = results.get(command);
		if (known != null) {
			return known;
		}
		boolean isDone = run(command);
		results.put(command, isDone);
		return isDone;
	}

	private static boolean run(List<String> command) throws IOException, InterruptedException {
		Path log = log(command);
		Process process;
		try {
			process = new ProcessBuilder(command).directory(FOLDER.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
		}
		catch (IOException ex) {
			Files.writeString(log, ex.toString());
			return false;
		}
		if (!process.waitFor(DONE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
			process.destroyForcibly().waitFor();
			Files.writeString(log, "Not done within " + DONE_WITHIN_SECONDS + " s", StandardOpenOption.APPEND);
			return false;
		}
		return process.exitValue() == 0;
	}

	/**
	 * Where a command's output is.
	 */
	private static Path log(List<String> command) {
		return FOLDER.resolve(("log " + String.join(" ", command)).replaceAll("\\W+", "-") + ".txt");
	}

}
