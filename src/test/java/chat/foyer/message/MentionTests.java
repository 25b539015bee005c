package chat.foyer.message;

import chat.foyer.room.Username;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Mention}.
 */
class MentionTests {

	@ParameterizedTest
	@CsvSource({ "Ann, 'Hi @Ann!'", "Ann, @ann", "Ann, '(@ANN)'", "Ann 2, 'so, @ann 2.'", "J.D., @j.d.",
			"\u00C9mile, @\u00E9mile", "\u674E, '@\u674E \u4F60\u597D'", "C++, @c++" })
	void namesSomebody(String name, String text) {
		assertThat(new Mention(new Username(name)).isIn(text)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "Ann, Ann", "Ann, @Anne", "Ann, x@ann.example", "Ann, @@ann", "Ann, @Ann2", "J.D., @jxdx" })
	void namesSomebodyElseOrNobody(String name, String text) {
		assertThat(new Mention(new Username(name)).isIn(text)).isFalse();
	}

}
