package chat.foyer.room;

import java.util.stream.Stream;

import chat.foyer.room.InvalidNameException.Problem;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link NameRules}.
 */
class NameRulesTests {

	private final NameRules rules = new NameRules(32, 128, new UnicodeSet("[/;]"));

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void keepsNames(String what, String name) {
		assertThat(this.rules.apply(name)).isEqualTo(name);
	}

	static Stream<Arguments> keepsNames() {
		return Stream.of(arguments("plain", "Ann"), arguments("blank inside", "Ann Lee"), arguments("digits", "1984"),
				arguments("dot inside", "v1.2"), arguments("hash", "#general"),
				arguments("quotes", "O'Neil \"Bob\" <3 & co"), arguments("accents", "Zoë Ångström"),
				arguments("Vietnamese", "Nguyễn"), arguments("Cyrillic", "Анна"), arguments("Greek", "Ελένη"),
				arguments("Hebrew", "שרה"), arguments("Hebrew with points", "שָׂרָה"), arguments("Arabic", "محمد"),
				arguments("Arabic and Latin", "محمد Ali 3"), arguments("Chinese", "小明"),
				arguments("Japanese", "さくら カフェ"), arguments("Korean", "민수"), arguments("Thai", "สมชาย ใจดี"),
				arguments("Hindi", "क्षितिज"), arguments("Tamil", "தமிழ்"), arguments("Tibetan", "བཀྲ་ཤིས"),
				arguments("Persian with its non-joiner", "مهرنوش می\u200Cخواهد"),
				arguments("Sinhala with its joiner", "ශ්\u200Dරී"), arguments("Hindi with its non-joiner", "क्\u200Cष"),
				arguments("nine marks on two letters", "q\u0316\u0317\u0318\u0319x\u0316\u0317\u0318\u0319\u031C"),
				arguments("eight marks", "q\u0316\u0317\u0318\u0319\u031C\u031D\u031E\u031F"),
				arguments("emoji", "Ann 😀"), arguments("only an emoji", "🦊"),
				arguments("emoji in colour", "Ann \u2764\uFE0F"), arguments("emoji as text", "Ann \u2764\uFE0E"),
				arguments("emoji of either style", "Ann \u2764"), arguments("skin tone", "👍🏽"),
				arguments("family", "👨\u200D👩\u200D👧\u200D👦"), arguments("joiner and selector", "🏳\uFE0F\u200D🌈"),
				arguments("joiner without selector", "🏳\u200D🌈"), arguments("first selector only", "🕵\uFE0F\u200D♂"),
				arguments("neither selector", "🕵\u200D♂"), arguments("last selector only", "🕵\u200D♂\uFE0F"),
				arguments("skin tone and joiner", "👩🏽\u200D🔬"), arguments("flag", "🇩🇪"),
				arguments("flags", "🇩🇪🇫🇷"), arguments("keycap", "1\uFE0F\u20E3"),
				arguments("keycap without selector", "1\u20E3"), arguments("keycap of no digit", "#\uFE0F\u20E3"),
				arguments("flag of tags", "🏴" + tags("gbeng") + "\uDB40\uDC7F"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void normalisesSpellings(String what, String typed, String name) {
		assertThat(this.rules.apply(typed)).isEqualTo(name);
		assertThat(this.rules.apply(name)).isEqualTo(name);
	}

	static Stream<Arguments> normalisesSpellings() {
		return Stream.of(arguments("edges", "  Ann\t\r\n", "Ann"),
				arguments("edges of all kinds", "\u2028\u00A0\u3000Ann\u2003\u1680\u0085\u205F", "Ann"),
				arguments("inner blanks", "Ann \u00A0 \u3000Lee", "Ann Lee"),
				arguments("Ogham blank", "Ann\u1680Lee", "Ann Lee"), arguments("full width", "ＡＮＮ１", "ANN1"),
				arguments("half width", "ｶﾞ", "ガ"), arguments("decomposed", "Zoe\u0308", "Zo\u00EB"),
				arguments("mathematical", "𝒜𝓃𝓃", "Ann"), arguments("ligature", "ﬁona", "fiona"),
				arguments("circled", "Ⓐnn", "Ann"), arguments("sign", "Ann™", "AnnTM"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void dropsInvisibleCharactersAtTheEdges(String what, String typed, String name) {
		assertThat(this.rules.apply(typed)).isEqualTo(name);
	}

	static Stream<Arguments> dropsInvisibleCharactersAtTheEdges() {
		return Stream.of(arguments("byte order mark", "\uFEFFAnn", "Ann"),
				arguments("left-to-right mark", "\u200EAnn\u200E", "Ann"),
				arguments("right-to-left mark", "\u200Fשרה\u200F", "שרה"),
				arguments("Arabic letter mark", "\u061Cمحمد\u061C", "محمد"),
				arguments("override", "\u202EAnn\u202C", "Ann"), arguments("embedding", "\u202AAnn\u202C", "Ann"),
				arguments("override that is never closed", "\u202DAnn", "Ann"),
				arguments("isolate", "\u2068Ann\u2069", "Ann"),
				arguments("isolates", "\u2066\u2067Ann Lee\u2069\u2069", "Ann Lee"),
				arguments("marks and blanks", " \u200E \u202A Ann \u202C\u00A0\u200F\r\n", "Ann"),
				arguments("zero-width space", "\u200BAnn\u200B", "Ann"), arguments("word joiner", "Ann\u2060", "Ann"),
				arguments("soft hyphen", "Ann\u00AD", "Ann"), arguments("joiner", "\u200DAnn\u200D", "Ann"),
				arguments("non-joiner", "\u200Cمی\u200C", "می"), arguments("joiner after an emoji", "👩\u200D", "👩"),
				arguments("NUL", "\u0000Ann\u0000", "Ann"), arguments("escape", "\u001BAnn", "Ann"),
				arguments("C1", "Ann\u0099", "Ann"), arguments("annotation", "\uFFF9Ann\uFFFB", "Ann"),
				arguments("deprecated formatting", "\u206AAnn\u206F", "Ann"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\r\n", "\u00A0\u3000\u1680\u2028\u0085", "\u200B", "\u200E \u200F", "\uFEFF",
			"\u202A\u202C" })
	void refusesBlank(String typed) {
		assertRefused(typed, Problem.BLANK);
	}

	@Test
	void countsGraphemes() {
		assertThat(this.rules.apply("a".repeat(32))).hasSize(32);
		assertThat(this.rules.apply("q\u0323".repeat(32))).hasSize(64);
		assertRefused("a".repeat(33), Problem.TOO_LONG);
		assertRefused("q\u0323".repeat(33), Problem.TOO_LONG);
	}

	@Test
	void countsBytes() {
		String family = "👨\u200D👩\u200D👧\u200D👦";
		assertThat(this.rules.apply(family.repeat(5) + "abc")).hasSize(58);
		assertRefused(family.repeat(5) + "abcd", Problem.TOO_LONG);
	}

	@Test
	void countsAfterNormalising() {
		assertThat(this.rules.apply(" ".repeat(400) + "e\u0301".repeat(32) + " ")).hasSize(32);
		assertRefused("\uFDFA".repeat(2), Problem.TOO_LONG);
	}

	@Test
	void rejectsVeryLongTextBeforeNormalising() {
		assertRefused(" ".repeat(513), Problem.TOO_LONG);
		assertRefused("\uFDFA".repeat(10_000_000), Problem.TOO_LONG);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void rejectsUnreadableNames(String what, String typed) {
		assertRefused(typed, Problem.CHARACTERS);
	}

	static Stream<Arguments> rejectsUnreadableNames() {
		return Stream.of(arguments("NUL", "A\u0000nn"), arguments("escape", "A\u001B[31mnn"),
				arguments("tab", "Ann\tLee"), arguments("line feed", "Ann\nLee"), arguments("delete", "A\u007Fnn"),
				arguments("C1", "A\u009Bnn"), arguments("line separator", "Ann\u2028Lee"),
				arguments("paragraph separator", "Ann\u2029Lee"), arguments("high surrogate", "Ann\uD83D"),
				arguments("low surrogate", "\uDE00Ann"), arguments("surrogates turned round", "a\uDE00\uD83D"),
				arguments("private use", "A\uE000nn"), arguments("private plane", "A\uDBC0\uDC00nn"),
				arguments("unassigned", "A\u0378nn"), arguments("no character", "A\uFFFFnn"),
				arguments("byte order mark", "A\uFEFFnn"), arguments("replacement character", "A\uFFFDnn"),
				arguments("object replacement", "A\uFFFCnn"), arguments("soft hyphen", "A\u00ADnn"),
				arguments("zero-width space", "A\u200Bnn"), arguments("word joiner", "A\u2060nn"),
				arguments("invisible times", "A\u2062nn"), arguments("grapheme joiner", "A\u034Fnn"),
				arguments("left-to-right mark", "An\u200En"), arguments("right-to-left mark", "An\u200Fn"),
				arguments("Arabic letter mark", "An\u061Cn"), arguments("override", "n\u202EnA"),
				arguments("embedding", "A\u202An\u202Cn"), arguments("isolate", "A\u2067n\u2069n"),
				arguments("annotation", "A\uFFF9nn\uFFFB"), arguments("Arabic number sign", "\u0600Ann"),
				arguments("musical control", "A\uD834\uDD73nn"), arguments("Hangul filler", "\u3164"),
				arguments("Hangul filler inside", "A\u3164nn"), arguments("half-width Hangul filler", "\uFFA0"),
				arguments("Hangul initial filler", "\u115F"), arguments("Hangul medial filler", "\u1160"),
				arguments("Khmer vowel inherent", "\u17B4"), arguments("Mongolian vowel separator", "A\u180Enn"),
				arguments("blank Braille", "\u2800"), arguments("blank Braille inside", "A\u2800nn"),
				arguments("blank hieroglyph", "\uD80D\uDC41"), arguments("blank note", "A\uD834\uDD59nn"),
				arguments("stray joiner", "A\u200Dnn"), arguments("stray non-joiner", "A\u200Cnn"),
				arguments("Persian non-joiner twice", "می\u200C\u200Cخواهد"),
				arguments("Persian non-joiner after no joining letter", "ا\u200Cب"),
				arguments("Persian joiner", "می\u200Dخ"),

				arguments("joiner between emoji that are none together", "😀\u200D😀"),
				arguments("joiner twice", "👩\u200D\u200D🔬"),
				arguments("joiner between letter and emoji", "a\u200D😀"),
				arguments("selector after a letter", "A\uFE0Fnn"), arguments("selector after a digit", "1\uFE0F"),
				arguments("selector alone", "\uFE0F"), arguments("selector twice", "\u2764\uFE0F\uFE0F"),
				arguments("other selector", "\u2764\uFE00"), arguments("ideographic selector", "辻\uDB40\uDD00"),
				arguments("tags after a letter", "Ann" + tags("x")), arguments("tags alone", tags("gbeng")),
				arguments("tags without their end", "🏴" + tags("gbeng")),
				arguments("tags of no flag", "🏴" + tags("hello") + "\uDB40\uDC7F"),
				arguments("tags after another emoji", "😀" + tags("gbeng") + "\uDB40\uDC7F"),
				arguments("leading mark", "\u0301Ann"), arguments("mark that a normaliser uncovers", "\u00B4Ann"),
				arguments("zalgo", "q\u0316\u0317\u0318\u0319\u031C\u031D\u031E\u031F\u0320"),
				arguments("zalgo with joiners", "क" + "\u094D\u200D".repeat(9)), arguments("dot", "."),
				arguments("dots", ".."), arguments("full-width dots", "．．"), arguments("ellipsis", "…"),
				arguments("hash alone", "#"), arguments("dashes", "---"), arguments("quote", "'\""),
				arguments("slash", "a/b"), arguments("full-width slash", "a／b"), arguments("account of", "a℀"),
				arguments("full-width semicolon", "a；b"), arguments("Greek question mark", "a\u037Eb"));
	}

	@Test
	void keepsEveryEmojiThatNormalisingKeeps() {
		for (String emoji : new UnicodeSet("[:RGI_Emoji:]")) {
			if (Normalizer2.getNFKCInstance().isNormalized(emoji)) {
				assertThat(this.rules.apply("Ann " + emoji)).isEqualTo("Ann " + emoji);
			}
		}
	}

	private void assertRefused(String typed, Problem problem) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> this.rules.apply(typed))
			.returns(problem, InvalidNameException::problem);
	}

	private static String tags(String letters) {
		return letters.codePoints()
			.collect(StringBuilder::new, (tags, letter) -> tags.appendCodePoint(0xE0000 + letter),
					StringBuilder::append)
			.toString();
	}

}
