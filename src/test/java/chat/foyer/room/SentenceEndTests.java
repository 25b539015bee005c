package chat.foyer.room;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SentenceEnd}.
 */
class SentenceEndTests {

	@ParameterizedTest
	@ValueSource(strings = { ".", ",", "!", "?", ":", ";", ")", "]", "}", ">", "\"", "'", "...", "\u2026", "?!", ").",
			"\u201D.", "\u2019", "\u00BB", "\u203A", "\u3002", "\u3001", "\uFF0E", "\uFF0C", "\uFF01", "\uFF1F",
			"\uFF1B", "\uFF09", "\uFF3D", "\uFF1E", "\u300D", "\u300F", "\u3011", "\u300B", "\u061F", "\u060C",
			"\u061B", "\u06D4", "\u0964", "\u0965", "\u104B", "\u17D4", "\u1362", "\u0589", "**", " ." })
	void punctuationOfEveryScriptIsCut(String end) {
		assertThat(SentenceEnd.cut("lobby" + end)).contains("lobby");
	}

	@ParameterizedTest
	@ValueSource(strings = { "lobby", "lobby_", "lobby-", "c++", "c#", "team (a)", "x [1]", "\u300Clobby\u300D", "...",
			"", "lobby \uD83D\uDE00", "50\u20AC" })
	void keepsNames(String name) {
		assertThat(SentenceEnd.cut(name)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "team (a)., team (a)", "(lobby)), (lobby)", "a.b.c., a.b.c", "mr. x!, mr. x" })
	void cutsOnlyPunctuationAtTheEnd(String text, String name) {
		assertThat(SentenceEnd.cut(text)).contains(name);
	}

	@Test
	void findsLongestRoomFirst() {
		assertThat(SentenceEnd.roomsWithout("lobby).")).extracting(RoomName::value).containsExactly("lobby)", "lobby");
		assertThat(SentenceEnd.roomsWithout("lobby;)")).extracting(RoomName::value).containsExactly("lobby");
		assertThat(SentenceEnd.roomsWithout("lobby")).isEmpty();
		assertThat(SentenceEnd.roomsWithout("%.")).isEmpty();
	}

}
