package chat.foyer.room;

import java.util.HashMap;
import java.util.Map;

import com.ibm.icu.text.UnicodeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Confusables}. {@link UsernameTests} has the tables of names.
 */
class ConfusablesTests {

	@ParameterizedTest
	@CsvSource({ "I, l", "I, 1", "l, |", "O, 0", "o, 0", "З, 3", "І, Ӏ", "Ι, l", "ʼ, ’", "‐, -", "ə, ǝ", "ş, ș",
			"i\u0307, i", "ヘ, へ", "ک, ك" })
	void identicalCharactersHaveOneForm(String one, String other) {
		assertThat(Confusables.written(one)).isEqualTo(Confusables.written(other));
	}

	@ParameterizedTest
	@CsvSource({ "i, l", "i, 1", "rn, m", "vv, w", "cl, d", "カ, 力", "ー, 一", "ı, i", "þ, p", "σ, ο", "ү, у", "ן, ו",
			"ค, ด", "ي, ى", "ة, ه", "a, á", "a, A", "陳, 陈" })
	void distinguishableCharactersHaveTwoForms(String one, String other) {
		assertThat(Confusables.written(one)).isNotEqualTo(Confusables.written(other));
	}

	/**
	 * So that names which look the same as written are found by their skeletons.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "Latin", "Cyrillic", "Greek", "Arabic", "Armenian", "Katakana" })
	void charactersOfOneFormHaveOneSkeleton(String script) {
		Map<String, String> skeletons = new HashMap<>();
		for (String character : new UnicodeSet(
				"[[[:%s:][:Common:][:Inherited:][:Nd:]]&[[:L:][:M:][:N:][:P:][:S:]]&[:NFKC_Quick_Check=Yes:]]"
					.formatted(script))) {
			String skeleton = Confusables.skeleton(character);
			assertThat(skeletons.computeIfAbsent(Confusables.written(character), (form) -> skeleton)).as(character)
				.isEqualTo(skeleton);
		}
	}

	@Test
	void comparesMixedAndDifferentScriptsBySkeleton() {
		assertThat(Confusables.areConfusable("Maria", "Marla")).isFalse();
		assertThat(Confusables.areConfusable("Maria", "M\u0430rla")).isTrue();
		assertThat(Confusables.areConfusable("Tom", "ТОМ")).isTrue();
		assertThat(Confusables.areConfusable("Tom", "ТОR")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "Ann, true", "Ann 2, true", "🦊, true", "Zoë, true", "Анна, false", "Аnn, false", "Ann 李, false" })
	void digitsAndSymbolsBelongToEveryScript(String name, boolean isLatin) {
		assertThat(Confusables.isLatin(name)).isEqualTo(isLatin);
	}

}
