package chat.foyer.limit;

import java.util.stream.Stream;

import chat.foyer.message.InvalidTextException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ErrorCode}.
 */
class ErrorCodeTests {

	@Test
	void hasTheSpecifiedWords() {
		assertThat(Stream.of(ErrorCode.values()).map(ErrorCode::word)).containsExactlyInAnyOrder("bad-frame",
				"forbidden", "not-a-member", "too-large", "rate-limited", "session-ended", "unavailable", "empty");
	}

	@ParameterizedTest
	@CsvSource({ "EMPTY, empty", "TOO_LARGE, too-large", "CHARACTERS, bad-frame" })
	void mapsTextProblemsToCodes(Problem problem, String word) {
		assertThat(ErrorCode.of(problem).word()).isEqualTo(word);
	}

}
