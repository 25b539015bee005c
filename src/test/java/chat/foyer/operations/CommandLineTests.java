package chat.foyer.operations;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CommandLine}.
 */
class CommandLineTests {

	@ParameterizedTest
	@ValueSource(strings = { "--server.port=9000", "--foyer.retention.keep=30d", "--foyer.allowed-origins[0]=x",
			"--debug", "--debug=true", "--trace", "--foyer.retention.kep=30d", "--logging.level.root=info" })
	void startsTheServerWithSettings(String argument) {
		assertThat(CommandLine.answer(argument)).isEmpty();
	}

	@Test
	void startsTheServerWithoutArguments() {
		assertThat(CommandLine.answer()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--help", "-h", "-help", "help" })
	void helpNamesTheMainSettings(String argument) {
		assertThat(CommandLine.answer("--server.port=9000", argument)).hasValueSatisfying((answer) -> {
			assertThat(answer.exitCode()).isZero();
			assertThat(answer.text()).contains("--server.port", "--foyer.data-dir", "--foyer.retention.keep",
					"src/docs");
			assertThat(answer.text().lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(100));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "--version", "-version", "-V", "version" })
	void versionIsThatOfTheBuild(String argument) {
		assertThat(CommandLine.answer(argument)).hasValueSatisfying((answer) -> {
			assertThat(answer.exitCode()).isZero();
			assertThat(answer.text()).matches("Foyer \\d+\\.\\d+\\.\\S+\\R");
		});
	}

	@ParameterizedTest
	@CsvSource({ "9000,such as --server.port=9000; see --help.", "server.port=9000,did you mean --server.port?",
			"-server.port=9000,did you mean --server.port?", "-Dserver.port=9000,did you mean --server.port?",
			"--port=9000,did you mean --server.port?", "--prt=9000,did you mean --server.port?",
			"-p,such as --server.port=9000; see --help.", "--data-dir=x,did you mean --foyer.data-dir?",
			"--keep=30d,did you mean --foyer.retention.keep?",
			"foyer.retention.keep=30d,did you mean --foyer.retention.keep?",
			"--,such as --server.port=9000; see --help.", "start,such as --server.port=9000; see --help.",
			"'',such as --server.port=9000; see --help.", "--=x,such as --server.port=9000; see --help." })
	void refusesOtherArgumentsInASentence(String argument, String end) {
		assertThat(CommandLine.answer("--server.port=1", argument)).hasValueSatisfying((answer) -> {
			assertThat(answer.exitCode()).isOne();
			assertThat(answer.text())
				.startsWith("Foyer did not start: \"" + argument
						+ "\" is not a setting. Settings are given as --name=value, ")
				.endsWith(end + System.lineSeparator());
		});
	}

}
