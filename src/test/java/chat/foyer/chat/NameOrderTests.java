package chat.foyer.chat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link NameOrder}.
 */
class NameOrderTests {

	@ParameterizedTest
	@ValueSource(strings = { "en", "de", "es", "fr", "pt", "zh-Hans", "ja", "ar", "hi", "nonsense" })
	void numbersAreInTheOrderOfTheirValues(String language) {
		List<String> names = List.of("Ann", "Ann 2", "Ann 10", "Ann 10a", "Ann 100", "Room 1.9", "Room 1.10");
		assertThat(names.stream().sorted(NameOrder.of(language).reversed()).sorted(NameOrder.of(language)))
			.containsExactlyElementsOf(names);
	}

	@Test
	void lettersAreInTheOrderOfTheLanguage() {
		assertThat(List.of("Öz", "Zoe", "Ola", "ola").stream().sorted(NameOrder.of("de"))).containsExactly("ola", "Ola",
				"Öz", "Zoe");
		assertThat(List.of("nz", "ñ", "o").stream().sorted(NameOrder.of("es"))).containsExactly("nz", "ñ", "o");
		assertThat(List.of("张", "王", "李").stream().sorted(NameOrder.of("zh-Hans"))).containsExactly("李", "王", "张");
	}

	@Test
	void namesThatTheLanguageTakesForEqualHaveAnOrder() {
		assertThat(NameOrder.of("en").compare("a\u00AD", "a")).isPositive();
		assertThat(NameOrder.of("en").compare("Ann 02", "Ann 2")).isNegative();
		assertThat(NameOrder.of("en").compare("Ann", "Ann")).isZero();
	}

}
