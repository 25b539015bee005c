package chat.foyer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import chat.foyer.support.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged server prints, and how it exits, when it is not to start or cannot.
 */
class StartupProcessTests {

	private static final Duration EXIT_WITHIN = Duration.ofMinutes(1);

	@TempDir
	private Path dataDir;

	@Test
	void printsHelpAndVersion() throws Exception {
		assertThat(run("--help")).satisfies((exit) -> {
			assertThat(exit.code()).isZero();
			assertThat(exit.lines().get(0)).matches("Foyer \\d\\S+, a self-hosted chat .*");
		});
		assertThat(run("--version")).satisfies((exit) -> {
			assertThat(exit.code()).isZero();
			assertThat(exit.lines()).singleElement().asString().matches("Foyer \\d+\\.\\d+\\.\\S+");
		});
	}

	@Test
	void invalidSettingPrintsOneLineAndExitsWithOne() throws Exception {
		assertThat(run("--foyer.retention.keep=30", "--foyer.data-dir=" + this.dataDir.resolve("none")))
			.isEqualTo(new Exit(1,
					List.of("Foyer did not start: foyer.retention.keep is \"30\", "
							+ "but must be a duration with a unit, such as 30d, from 1m to 3650d. "
							+ "The units are ms, s, m (minutes), h and d (days).")));
		assertThat(this.dataDir.resolve("none")).doesNotExist();
	}

	@Test
	void dataFolderIsLockedUntilProcessIsKilled() throws Exception {
		try (ServerProcess first = ServerProcess.start(ServerProcess.freePort(), this.dataDir)) {
			Exit second = run("--server.port=0", "--management.server.port=0", "--foyer.data-dir=" + this.dataDir);
			assertThat(second.code()).isOne();
			assertThat(second.lines()).hasSize(2)
				.last()
				.asString()
				.startsWith("Foyer did not start: Another Foyer server uses the data folder " + this.dataDir);
			first.kill();
		}
		try (ServerProcess third = ServerProcess.start(ServerProcess.freePort(), this.dataDir)) {
			assertThat(third.log()).doesNotContain("WARN", "ERROR");
		}
	}

	private static Exit run(String... arguments) throws IOException, InterruptedException {
		Process process = ServerProcess
			.builder(Stream
				.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-XX:TieredStopAtLevel=1", "-jar", System.getProperty("foyer.jar")), Stream.of(arguments))
				.toList())
			.redirectErrorStream(true)
			.start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(EXIT_WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
			return new Exit(process.exitValue(), output.lines().toList());
		}
		finally {
			process.destroyForcibly();
		}
	}

	private record Exit(int code, List<String> lines) {
	}

}
