package chat.foyer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What the operator reads when the server starts, stops, or cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupIntegrationTests {

	@TempDir
	private Path temp;

	@Test
	void logsAddressesDataFolderAndRetention(CapturedOutput output) {
		Path data = this.temp.resolve("data");
		int port;
		try (RunningServer server = RunningServer.start(0, data, "foyer.retention.keep=36h",
				"server.servlet.context-path=/chat")) {
			port = server.port();
		}
		List<String> lines = output.getAll().lines().filter((line) -> !line.contains(" PresenceLogger : ")).toList();
		assertThat(lines.get(0)).matches("Foyer \\d+\\.\\d+\\.\\S+ is starting");
		assertThat(lines.get(1)).endsWith(" : Foyer is open: http://localhost:" + port + "/chat/");
		assertThat(lines.subList(2, lines.size() - 3))
			.allSatisfy((line) -> assertThat(line).matches(".* : On your network: http://[\\d.]+:" + port + "/chat/"));
		assertThat(lines.subList(lines.size() - 3, lines.size())).satisfiesExactly(
				(line) -> assertThat(line).endsWith(" : Everything is kept in " + data),
				(line) -> assertThat(line)
					.endsWith(" : Messages are kept for 36 hours, then deleted (foyer.retention.keep)"),
				(line) -> assertThat(line).endsWith(" : Foyer is closed. Everything is kept in " + data));
	}

	@Test
	void rejectsSecondServerOnTheSameFolder(CapturedOutput output) throws IOException {
		try (RunningServer first = RunningServer.start(0, this.temp); Visitor ann = new Visitor(first.address())) {
			ann.enter("Ann", "Room").live().listen("Room");
			assertRefused(output,
					"Another Foyer server uses the data folder %s. Stop it first, ".formatted(this.temp)
							+ "or give this one a folder of its own with --foyer.data-dir=…",
					"foyer.data-dir=" + this.temp, "foyer.presence.restart-grace=1ms");
			assertThat(ann.events("Room", 0).lines()).containsExactly("join Ann");
		}
	}

	@Test
	void reportsPortInUseWithItsSetting(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			int port = taken.getLocalPort();
			assertRefused(output,
					"Port %d (server.port) is already in use. ".formatted(port)
							+ "Stop the program that uses it, or choose another port with --server.port=…",
					"server.port=" + port);
		}
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = taken.getLocalPort();
			assertRefused(output,
					"Port %d (management.server.port) is already in use. ".formatted(port)
							+ "Stop the program that uses it, or choose another port with --management.server.port=…",
					"management.server.port=" + port);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"foyer.retention.keep=30 | foyer.retention.keep is \"30\", but must be a duration with a unit, such as 30d, from 1m to 3650d.",
			"foyer.retention.kep=30d | There is no setting foyer.retention.kep, did you mean foyer.retention.keep?",
			"server.port=99999 | server.port is \"99999\", but must be a port from 0 to 65535 (0 takes any free one).",
			"server.address=nowhere.invalid | server.address is \"nowhere.invalid\", which cannot be used (nowhere.invalid",
			"server.address=192.0.2.1 | It cannot listen at server.address=192.0.2.1, server.port=0: Cannot assign requested address.",
			"server.forward-headers-strategy=nginx | server.forward-headers-strategy is \"nginx\", but must be one of native, framework, none.",
			"server.shutdown=slow | server.shutdown is \"slow\", but must be one of graceful, immediate.",
			"server.ssl.key-store=missing.p12 | ", "spring.session.timeout=long | ",
			"spring.profiles.active=prod | spring.profiles.active is \"prod\", but there is no application-prod.properties in the working folder or its folder config.",
			"spring.config.additional-location=missing.properties | ",
			"spring.config.additional-location={temp}/bad.properties | ",
			"spring.config.additional-location={temp}/bad.yaml | A file of settings is not valid YAML, line 2: ",
			"spring.config.additional-location={temp}/unknown.yaml | There is no setting foyer.retention.kep, did you mean foyer.retention.keep?",
			"logging.level.chat.foyer=loud | ",
			"foyer.data-dir={temp}/file | foyer.data-dir is \"{temp}/file\", which cannot be used as data folder ({temp}/file is a file).",
			"foyer.data-dir={temp}/garbage | {temp}/garbage/foyer.db is not an SQLite database." })
	void failureIsOneSentence(String setting, String sentence, CapturedOutput output) throws IOException {
		Files.createFile(this.temp.resolve("file"));
		Files.writeString(Files.createDirectory(this.temp.resolve("garbage")).resolve("foyer.db"),
				"Dear aunt, ".repeat(1000));
		Files.writeString(this.temp.resolve("bad.properties"), "foyer.retention.keep=\\u12");
		Files.writeString(this.temp.resolve("bad.yaml"), "foyer: [1\nretention: 2");
		Files.writeString(this.temp.resolve("unknown.yaml"), "foyer:\n  retention:\n    kep: 30d");
		String temp = this.temp.toString();
		assertRefused(output, (sentence != null) ? sentence.replace("{temp}", temp) : "",
				setting.replace("{temp}", temp));
	}

	private void assertRefused(CapturedOutput output, String sentence, String... settings) {
		int before = output.getAll().length();
		SpringApplicationBuilder server = new SpringApplicationBuilder(FoyerApplication.class)
			.properties("server.port=0", "management.server.port=0", "foyer.data-dir=" + this.temp.resolve("data"));
		String[] arguments = Stream.of(settings).map((setting) -> "--" + setting).toArray(String[]::new);
		assertThatException().isThrownBy(() -> server.run(arguments).close());
		// Other servers of the same JVM go on logging who comes and goes.
		assertThat(output.getAll()
			.substring(before)
			.lines()
			.filter((line) -> !line.endsWith(" is starting") && !line.contains(" INFO "))).singleElement()
			.asString()
			.startsWith("Foyer did not start: " + sentence);
	}

}
