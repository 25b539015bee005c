package chat.foyer.message;

import chat.foyer.message.InvalidTextException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link MessageId}.
 */
class MessageIdTests {

	private static final String LONGEST = "0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	@ParameterizedTest
	@ValueSource(strings = { "1", "-", "_", "9f1c2f7e-6f0b-4c1e-8a55-0d3c1e8f2a77", LONGEST })
	void acceptsLettersDigitsHyphensAndUnderscores(String value) {
		assertThat(new MessageId(value).value()).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\n", "a.b", "a/b", "\u00E9", "\uFF11", "\uD83D\uDE00", "\uD800", "\0",
			LONGEST + "x" })
	void rejectsOtherCharacters(String value) {
		assertThatExceptionOfType(InvalidTextException.class).isThrownBy(() -> new MessageId(value))
			.returns(Problem.CHARACTERS, InvalidTextException::problem);
	}

	@Test
	void randomIdsDiffer() {
		assertThat(MessageId.random()).isNotEqualTo(MessageId.random());
	}

}
