package chat.foyer.entry;

import java.time.Duration;
import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EntryPages}.
 */
class EntryPagesTests {

	@ParameterizedTest
	@CsvSource({ "P30D, en, 30 days", "P1D, en, 1 day", "PT36H, en, 36 hours", "PT90M, en, 90 minutes",
			"P30D, de, 30 Tage", "P1D, es, 1 d\u00eda", "P2D, ar, \u064a\u0648\u0645\u0627\u0646",
			"P7D, ja, 7 \u65e5" })
	void aTimeIsToldInTheReadersLanguage(Duration time, Locale language, String words) {
		assertThat(EntryPages.words(time, language)).isEqualTo(words);
	}

}
