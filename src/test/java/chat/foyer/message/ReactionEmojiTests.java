package chat.foyer.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReactionEmojiTests {

	@ParameterizedTest
	@CsvSource({ "\uD83D\uDC4D, \uD83D\uDC4D", "\u2764, \u2764\uFE0F", "\u2764\uFE0F, \u2764\uFE0F",
			"\uD83D\uDC4D\uD83C\uDFFD, \uD83D\uDC4D\uD83C\uDFFD", "\uD83C\uDDE9\uD83C\uDDEA, \uD83C\uDDE9\uD83C\uDDEA",
			"1\u20E3, 1\uFE0F\u20E3", "\uD83C\uDFF3\u200D\uD83C\uDF08, \uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08" })
	void isWrittenInOneWay(String typed, String emoji) {
		assertThat(ReactionEmoji.parse(typed)).contains(new ReactionEmoji(emoji));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a", "1", "\uFE0F", "\u200D", "\uD83C\uDFFD\uD83C\uDFFD",
			"\uD83D\uDC4D\uD83D\uDC4D", "\uD83D\uDC4Dx", " \uD83D\uDC4D", "\uD83C\uDDE9", "\uD83C\uDDE9\uD83C\uDDE9",
			"\uD83D", "<b>", "\u2764\uFE0E" })
	void otherTextsAreNoEmoji(String text) {
		assertThat(ReactionEmoji.parse(text)).isEmpty();
	}

	@Test
	void longestEmojiFits() {
		assertThat(ReactionEmoji
			.parse("\uD83D\uDC69\uD83C\uDFFB\u200D\u2764\uFE0F\u200D\uD83D\uDC8B\u200D\uD83D\uDC69\uD83C\uDFFF"))
			.hasValueSatisfying((emoji) -> assertThat(emoji.value()).hasSizeBetween(10, 40));
	}

}
