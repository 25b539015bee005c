package chat.foyer.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Answers {@code --help}, {@code --version} and invalid arguments without starting
 * Spring.
 */
public final class CommandLine {

	private static final Set<String> HELP = Set.of("--help", "-help", "-h", "help");

	private static final Set<String> VERSION = Set.of("--version", "-version", "-V", "version");

	/**
	 * Switches of Spring Boot.
	 */
	private static final Set<String> SWITCHES = Set.of("debug", "trace");

	private static final String TEXT = """
			Foyer %s, a self-hosted chat that people walk into: type a name and a room, and talk.

			Usage: java -jar foyer.jar [--setting=value ...]

			  --server.port=8080           the port (default 8080)
			  --server.address=127.0.0.1   listen on this address only (default: all)
			  --foyer.data-dir=data        the folder of the database (default: data)
			  --foyer.retention.keep=30d   how long messages are kept (default: 30 days)
			  --debug                      show much more, stack traces included
			  --help, --version            print this, or the version, and exit

			Settings can also be in a file application.properties in the working folder, or in the
			environment (FOYER_RETENTION_KEEP=30d). All settings are described in the documentation that
			comes with the source: README.md and src/docs.
			""";

	private CommandLine() {
	}

	/**
	 * Returns the answer to the arguments, if there is one; otherwise the server starts.
	 */
	public static Optional<Answer> answer(String... arguments) {
		if (Arrays.stream(arguments).anyMatch(HELP::contains)) {
			return Optional.of(new Answer(TEXT.formatted(version()), 0));
		}
		if (Arrays.stream(arguments).anyMatch(VERSION::contains)) {
			return Optional.of(new Answer("Foyer " + version() + System.lineSeparator(), 0));
		}
		return Arrays.stream(arguments)
			.filter((argument) -> !isSetting(argument))
			.findFirst()
			.map((argument) -> new Answer("Foyer did not start: " + refusal(argument) + System.lineSeparator(), 1));
	}

	private static boolean isSetting(String argument) {
		if (!argument.startsWith("--")) {
			return false;
		}
		String name = name(argument);
		return name.indexOf('.') > 0 || SWITCHES.contains(name);
	}

	private static String refusal(String argument) {
		String sentence = "\"" + argument + "\" is not a setting. Settings are given as --name=value";
		return new Settings().nearest(name(argument))
			.filter((nearest) -> !name(argument).isEmpty())
			.map((nearest) -> sentence + ", did you mean --" + nearest + "?")
			.orElse(sentence + ", such as --server.port=9000; see --help.");
	}

	/**
	 * The name in an argument such as {@code --name=value}, {@code -name} or
	 * {@code -Dname=value}.
	 */
	private static String name(String argument) {
		return argument.replaceFirst("^-D|^-*", "").replaceFirst("=.*", "");
	}

	private static String version() {
		Properties properties = new Properties();
		try (InputStream in = CommandLine.class.getResourceAsStream("/application.properties")) {
			properties.load(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties.getProperty("spring.application.version");
	}

	/**
	 * The output and exit code of a process that starts no server.
	 *
	 * @param text the text for the standard output, or for the error output if the exit
	 * code is not 0
	 * @param exitCode the exit code of the process
	 */
	public record Answer(String text, int exitCode) {

		/**
		 * Prints the text and ends the process.
		 */
		public void exit() {
			((this.exitCode == 0) ? System.out : System.err).print(this.text);
			System.exit(this.exitCode);
		}

	}

}
