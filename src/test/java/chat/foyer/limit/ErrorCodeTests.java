package chat.foyer.limit;

import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import chat.foyer.message.InvalidTextException.Problem;
import chat.foyer.message.Refusals;
import chat.foyer.message.SeatGoneException;
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
				"forbidden", "not-a-member", "too-large", "rate-limited", "session-ended", "unavailable", "empty",
				"gone", "too-late", "full");
	}

	@ParameterizedTest
	@CsvSource({ "EMPTY, empty", "TOO_LARGE, too-large", "CHARACTERS, bad-frame" })
	void mapsTextProblemsToCodes(Problem problem, String word) {
		assertThat(ErrorCode.of(problem).word()).isEqualTo(word);
	}

	@ParameterizedTest
	@CsvSource({ "GONE, gone", "FORBIDDEN, forbidden", "TOO_LATE, too-late", "FULL, full" })
	void mapsRefusedChangesToCodes(String problem, String word) {
		assertThat(ErrorCode.of(Refusals.of(problem)).word()).isEqualTo(word);
	}

	@Test
	void mapsFailuresOfTheLogToCodes() {
		assertThat(ErrorCode.of(new SeatGoneException())).isEqualTo(ErrorCode.NOT_A_MEMBER);
		assertThat(ErrorCode.of(new TimeoutException())).isEqualTo(ErrorCode.UNAVAILABLE);
	}

}
