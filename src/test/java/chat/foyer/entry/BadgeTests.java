package chat.foyer.entry;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Badge}.
 */
class BadgeTests {

	@ParameterizedTest
	@CsvSource({ "ann, A", "Zo\u00EB, Z", "\u00E9mile, \u00C9", "\u0639\u0644\u064A, \u0639", "7th, 7",
			"\uD83D\uDC69\u200D\uD83D\uDCBB Ann, \uD83D\uDC69\u200D\uD83D\uDCBB" })
	void initialIsTheFirstCharacterOfTheName(String name, String initial) {
		assertThat(Badge.of(name).initial()).isEqualTo(initial);
	}

	@Test
	void tintComesFromTheWholeName() {
		assertThat(Badge.of("Ann").tint()).isEqualTo(Badge.of("Ann").tint()).isNotEqualTo(Badge.of("Anne").tint());
		assertThat(List.of("Ann", "Bob", "Cat", "Dan", "Eve", "Fay", "\u674E", "\uD83C\uDF32"))
			.allMatch((name) -> Badge.of(name).tint() >= 0 && Badge.of(name).tint() < Badge.TINTS);
	}

}
