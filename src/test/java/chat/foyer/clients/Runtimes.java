package chat.foyer.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The folder in which the clients of other languages run, and what they need there. Where
 * something is missing the test is skipped, and fails if {@code FOYER_BROWSER_REQUIRED}
 * is {@code true}.
 */
final class Runtimes {

	/**
	 * A copy of {@code src/test/clients} with what npm installs.
	 */
	static final Path FOLDER = Path.of("target", "clients");

	private static final Path SOURCES = Path.of("src", "test", "clients");

	private static final int INSTALLED_WITHIN_SECONDS = 120;

	private static boolean isInstalled;

	private Runtimes() {
	}

	/**
	 * Node.js with the npm packages of the clients.
	 */
	static synchronized String node() throws IOException, InterruptedException {
		copy();
		isInstalled = isInstalled || succeeds("npm", "install", "--no-audit", "--no-fund", "--no-package-lock",
				"--ignore-scripts", "--prefer-offline");
		require(isInstalled, "npm has installed " + SOURCES.resolve("package.json"));
		return "node";
	}

	/**
	 * A Python with a module, preferably Debian's.
	 */
	static String python(String module) throws IOException, InterruptedException {
		copy();
		for (String python : List.of("/usr/bin/python3", "python3")) {
			if (succeeds(python, "-c", "import " + module)) {
				return python;
			}
		}
		require(false, "Python has the module " + module);
		return "";
	}

	/**
	 * Perl with a module.
	 */
	static String perl(String module) throws IOException, InterruptedException {
		copy();
		require(succeeds("perl", "-M" + module, "-e", "1"), "Perl has the module " + module);
		return "perl";
	}

	private static synchronized void copy() throws IOException {
		Files.createDirectories(FOLDER);
		try (Stream<Path> sources = Files.list(SOURCES)) {
			for (Path source : sources.toList()) {
				Files.copy(source, FOLDER.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

	private static boolean succeeds(String... command) throws IOException, InterruptedException {
		Process process;
		try {
			process = new ProcessBuilder(command).directory(FOLDER.toFile())
				.redirectErrorStream(true)
				.redirectOutput(FOLDER.resolve("install.log").toFile())
				.start();
		}
		catch (IOException ex) {
			return false;
		}
		if (!process.waitFor(INSTALLED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			return false;
		}
		return process.exitValue() == 0;
	}

	private static void require(boolean isThere, String what) {
		if ("true".equals(System.getenv("FOYER_BROWSER_REQUIRED"))) {
			assertThat(isThere).as(what).isTrue();
		}
		Assumptions.assumeTrue(isThere, what);
	}

}
