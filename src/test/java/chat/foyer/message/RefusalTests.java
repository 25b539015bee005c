package chat.foyer.message;

import java.util.stream.Stream;

import chat.foyer.message.InvalidTextException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Refusal}.
 */
class RefusalTests {

	@Test
	void thereAreTheseWordsAndNoOthers() {
		assertThat(Stream.of(Refusal.values()).map(Refusal::word)).containsExactlyInAnyOrder("bad-frame", "forbidden",
				"not-a-member", "too-large", "rate-limited", "session-ended", "unavailable", "empty");
	}

	@ParameterizedTest
	@CsvSource({ "EMPTY, empty", "TOO_LARGE, too-large", "CHARACTERS, bad-frame" })
	void whatIsWrongWithATextHasItsWord(Problem problem, String word) {
		assertThat(Refusal.of(problem).word()).isEqualTo(word);
	}

}
