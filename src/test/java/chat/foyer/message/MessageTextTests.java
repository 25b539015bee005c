package chat.foyer.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.regex.Pattern;

import chat.foyer.message.InvalidTextException.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageText}.
 */
class MessageTextTests {

	@ParameterizedTest
	@MethodSource("chat.foyer.message.Cleanings#rows")
	void cleansText(Cleanings.Row row) {
		if (row.kept() == null) {
			assertRefused(row.typed(), Problem.CHARACTERS);
		}
		else if (row.kept().isEmpty()) {
			assertRefused(row.typed(), Problem.EMPTY);
		}
		else {
			assertThat(new MessageText(row.typed()).value()).isEqualTo(row.kept());
		}
	}

	@Test
	void cleaningIsIdempotent() {
		for (String typed : Cleanings.random(13, 20_000)) {
			String text = MessageText.clean(typed);
			assertThat(MessageText.clean(text)).as(typed).isEqualTo(text);
		}
	}

	@Test
	void cleaningKeepsVisibleCharacters() {
		Pattern changed = Pattern.compile("[\\p{C}\\p{M}\\p{Z}\\s]");
		for (String typed : Cleanings.random(9, 20_000)) {
			String text = MessageText.clean(typed);
			assertThat(changed.matcher(text).replaceAll("")).as(typed).isEqualTo(changed.matcher(typed).replaceAll(""));
			assertThat(text).doesNotContainPattern("[\\p{Cc}\\uFEFF\\u2028\\u2029&&[^\n\t]]")
				.doesNotContainPattern("(?:\\p{M}\\p{Cf}*+){9}");
		}
	}

	@Test
	void nullIsEmpty() {
		assertRefused(null, Problem.EMPTY);
	}

	@Test
	void countsCodePointsAfterCleaning() {
		assertThat(MessageText.of("😀".repeat(4_000), 4_000).value()).hasSize(8_000);
		assertThat(MessageText.of("a\r\n\u0000".repeat(2_000), 4_000).value()).hasSize(4_000);
		for (String typed : List.of("a".repeat(4_001), "😀".repeat(4_001), "\u202Aa\u202C".repeat(2_000))) {
			assertThatExceptionOfType(InvalidTextException.class).isThrownBy(() -> MessageText.of(typed, 4_000))
				.returns(Problem.TOO_LARGE, InvalidTextException::problem);
		}
	}

	@Test
	void dropsDirectionsThatCannotBeClosedWithinTheLimit() {
		assertThat(MessageText.of("\u202Aa\n".repeat(1_000), 4_000).value()).hasSize(4_000).contains("\u202C");
		assertThat(MessageText.of("\u202Aa\n".repeat(1_001), 4_000).value()).isEqualTo("a\n".repeat(1_001));
		assertThat(MessageText.of("\u2067a\u2069\u202Eb\nc\u2068", 9).value()).isEqualTo("\u2067a\u2069b\nc");
		String longest = "\u202B" + "a".repeat(3_998) + "\u202C";
		assertThat(MessageText.of(longest, 4_000).value()).isEqualTo(longest);
	}

	@ParameterizedTest
	@CsvSource({ "\u202A, \u202C", "\u202E, \u202C", "\u2067, \u2069" })
	void dropsDirectionsThatLieTooDeep(String opening, String closing) {
		String deepest = opening.repeat(125) + "a" + closing.repeat(125);
		assertThat(MessageText.clean(deepest)).isEqualTo(deepest);
		assertThat(MessageText.clean(opening.repeat(126) + "a")).isEqualTo(deepest);
		assertThat(MessageText.clean(deepest + opening + "b")).isEqualTo(deepest + opening + "b" + closing);
	}

	@Test
	void rejectsLongInvisibleTextAsEmpty() {
		assertThatExceptionOfType(InvalidTextException.class)
			.isThrownBy(() -> MessageText.of("\u0000 ".repeat(5_000), 4_000))
			.returns(Problem.EMPTY, InvalidTextException::problem);
	}

	@Test
	void stringFormHidesText() {
		assertThat(new MessageText("secret")).hasToString("MessageText[length=6]");
	}

	@Test
	void survivesSerialisation() throws Exception {
		MessageText text = new MessageText(" <b> ");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(text);
		assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject()).isEqualTo(text);
	}

	private static void assertRefused(@Nullable String typed, Problem problem) {
		assertThatExceptionOfType(InvalidTextException.class).isThrownBy(() -> new MessageText(typed))
			.returns(problem, InvalidTextException::problem);
	}

}
