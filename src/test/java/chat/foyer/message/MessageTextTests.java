package chat.foyer.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;

import chat.foyer.message.InvalidTextException.Problem;
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
 * Tests for {@link MessageText}.
 */
class MessageTextTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void keepsWhatWasTyped(String what, String typed) {
		assertThat(new MessageText(typed).value()).isEqualTo(typed);
	}

	static Stream<Arguments> keepsWhatWasTyped() {
		return Stream.of(arguments("markup", "<b>hi</b>  there &amp; \"you\""),
				arguments("white space", "  a\tb\n\n  c \u00A0\u3000"), arguments("one letter", "."),
				arguments("full width", "ＡＮＮ"), arguments("decomposed", "Zoe\u0308"),
				arguments("family", "👨\u200D👩\u200D👧\u200D👦"), arguments("flag", "🇩🇪"),
				arguments("flag of tags", "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F"),
				arguments("keycap", "1\uFE0F\u20E3"), arguments("skin tone", "👍🏽"),
				arguments("emoji that joins nothing known", "😀\u200D😀"),
				arguments("Arabic with marks", "\u200Fمرحبا\u200E (مُحَمَّد)\u061C"),
				arguments("Hebrew with points", "בְּרֵאשִׁ֖ית"), arguments("Persian", "می\u200Cخواهم"),
				arguments("Thai", "ที่นี่"), arguments("zero-width space", "long\u200Bword"),
				arguments("soft hyphen", "long\u00ADword"), arguments("byte order mark", "\uFEFFtext"),
				arguments("private use", "\uE000"), arguments("unassigned", "\u0378"),
				arguments("eight marks", "Z\u0331\u0332\u0333\u0334\u0335\u0336\u0337\u0338!\u0331"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\n\t \u00A0\u3000", "\u200B\u200D\uFEFF", "\u200E\u200F", "\u3164\u115F \u2800",
			"\u00AD", "\uFE0F", "\u180E", "\uDB40\uDC67", "\uFFF9\uFFFB" })
	void refusesWhatCannotBeSeen(String typed) {
		assertRefused(typed, Problem.EMPTY);
	}

	@Test
	void countsCodePoints() {
		assertThat(MessageText.of("😀".repeat(4_000), 4_000).value()).hasSize(8_000);
		for (String character : List.of("a", "😀", " ", "\u0000")) {
			assertThatExceptionOfType(InvalidTextException.class)
				.isThrownBy(() -> MessageText.of(character.repeat(4_001), 4_000))
				.returns(Problem.TOO_LARGE, InvalidTextException::problem);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void refusesWhatGarbles(String what, String typed) {
		assertRefused(typed, Problem.CHARACTERS);
	}

	static Stream<Arguments> refusesWhatGarbles() {
		return Stream.of(arguments("NUL", "a\u0000b"), arguments("only NUL", "\u0000"), arguments("bell", "a\u0007b"),
				arguments("vertical tab", "a\u000Bb"), arguments("form feed", "a\fb"),
				arguments("carriage return", "a\r\nb"), arguments("escape", "\u001B[31mred"),
				arguments("delete", "a\u007Fb"), arguments("next line", "a\u0085b"), arguments("C1", "a\u009Bb"),
				arguments("high surrogate", "a\uD83D"), arguments("low surrogate", "\uDE00a"),
				arguments("surrogates turned round", "\uDE00\uD83D"), arguments("line separator", "a\u2028b"),
				arguments("paragraph separator", "a\u2029b"), arguments("no character", "a\uFFFFb"),
				arguments("byte order mark turned round", "\uFFFEa"), arguments("Arabic no character", "a\uFDD0b"),
				arguments("no character of a higher plane", "a\uD83F\uDFFEb"), arguments("LRE", "\u202Aa"),
				arguments("RLE", "\u202Ba"), arguments("PDF", "a\u202C"), arguments("LRO", "\u202Da"),
				arguments("RLO", "\u202Ea"), arguments("LRI", "\u2066a"), arguments("RLI", "\u2067a"),
				arguments("FSI", "\u2068a"), arguments("PDI", "a\u2069"),
				arguments("zalgo", "Z\u0331\u0332\u0333\u0334\u0335\u0336\u0337\u0338\u0339"),
				arguments("enclosing marks", "a" + "\u20DD".repeat(9)),
				arguments("spacing marks", "\u0915" + "\u0903".repeat(9)),
				arguments("zalgo with joiners", "a" + "\u0331\u200D\u2060".repeat(9)));
	}

	@Test
	void isNotForLogs() {
		assertThat(new MessageText("secret")).hasToString("MessageText[length=6]");
	}

	@Test
	void survivesTheSession() throws Exception {
		MessageText text = new MessageText(" <b> ");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(text);
		assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject()).isEqualTo(text);
	}

	private static void assertRefused(String typed, Problem problem) {
		assertThatExceptionOfType(InvalidTextException.class).isThrownBy(() -> new MessageText(typed))
			.returns(problem, InvalidTextException::problem);
	}

}
