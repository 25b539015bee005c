package chat.foyer.search;

import java.util.Arrays;
import java.util.List;

import chat.foyer.search.Tokenizer.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Tokenizer}.
 */
class TokenizerTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "See you at 7:40, GATE 3 | see you at 7 40 gate 3",
			"ÅNGSTRÖM Ａｂｃ ﬁn | angstrom abc fin", "Straße, STRASSE | strasse strasse", "l’amour don't | l amour don t",
			"snake_case a-b | snake case a b", "Ώρα Ελλάδα | ωρα ελλαδα", "Ёлка йод | елка иод",
			"مُحَمَّد أحمد كتـــاب ٤٢ | محمد احمد كتاب 42", "שָׁלוֹם | שלום",
			"हिन्दी कि की क्\u200Dष | हिन्दी कि की क्ष", "北京大学 | 北 北京 京 京大 大 大学 学", "東京タワー | 東 東京 京 京タ タ タワ ワ ワー ー",
			"ｶﾞｷﾞ | ガ ガギ ギ", "안녕 하세 | 안 안녕 녕 하 하세 세", "iPhone手机 | iphone 手 手机 机", "か\u3099 | が",
			"hi😀😀 👍🏽 ❤️ 1️⃣ #️⃣ 🇩🇪🇫🇷 👩‍💻 | hi 😀 😀 👍 ❤ 1\u20E3 ＃\u20E3 🇩🇪 🇫🇷 👩\u200D💻",
			"สวัสดีครับ | สวัสดี ครับ", "x² № ½ | x 2 12" })
	void tokensOf(String text, String tokens) {
		assertThat(terms(text)).isEqualTo(Arrays.asList(tokens.split(" ")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "'\"*^():{}-", "\uE000\uE001\uE003", "\u0301", "\uFE0F\u200D", "。、・" })
	void textWithoutWordsHasNoTokens(String text) {
		assertThat(terms(text)).isEmpty();
	}

	@Test
	void tokensHaveNoSyntaxOfDatabases() {
		StringBuilder all = new StringBuilder();
		for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
			if (Character.getType(codePoint) != Character.SURROGATE) {
				all.appendCodePoint(codePoint);
				if (codePoint % 1_000 == 0) {
					assertThat(terms(all.toString()))
						.allMatch((term) -> term.matches("[a-z0-9\\P{ASCII}&&[^\\p{Co}\\s]]+"));
					all.setLength(0);
				}
			}
		}
	}

	@Test
	void asciiHasSameTokensWithinOtherText() {
		String text = "A well-known x86_64 isn't 3.14 / foo.bar@example.org:80";
		assertThat(terms(text + " ü")).isEqualTo(concat(terms(text), "u"));
	}

	@Test
	void numberAndLengthOfTokensAreBounded() {
		assertThat(Tokenizer.tokens("北".repeat(10_000))).hasSize(Tokenizer.MAX_TOKENS);
		assertThat(Tokenizer.tokens("a ".repeat(10_000))).hasSize(Tokenizer.MAX_TOKENS);
		assertThat(terms("𝒜".repeat(1_000))).containsExactly("a".repeat(Tokenizer.MAX_TOKEN_LENGTH));
		assertThat(terms("ᄀ" + "\u0301".repeat(500))).allMatch((term) -> term.length() <= Tokenizer.MAX_TOKEN_LENGTH);
		assertThat(terms(("가" + "\u1161".repeat(500)).repeat(2)))
			.allMatch((term) -> term.length() <= Tokenizer.MAX_TOKEN_LENGTH);
	}

	@Test
	void tokensKnowTheirPlaces() {
		String text = "Ünder 北京!";
		assertThat(Tokenizer.tokens(text)).extracting((token) -> text.substring(token.start(), token.end()))
			.containsExactly("Ünder", "北", "北京", "京");
	}

	private static List<String> terms(String text) {
		return Tokenizer.tokens(text).stream().map(Token::term).toList();
	}

	private static List<String> concat(List<String> terms, String last) {
		return java.util.stream.Stream.concat(terms.stream(), java.util.stream.Stream.of(last)).toList();
	}

}
