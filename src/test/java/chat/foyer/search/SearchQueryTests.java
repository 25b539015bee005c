package chat.foyer.search;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SearchQuery}.
 */
class SearchQueryTests {

	/**
	 * Terms stand between bars; a star is a prefix.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "north gate; north|gate*", "\"north gate\"; north gate", "“north gate”  see; north gate|see*",
					"\"north ga; north ga*", "l'amo; l amo*", "北京; 北京", "東京タ; 東京 京 京タ", "北; 北", "手机 app; 手机|app*",
					"😀; 😀", "-tent; ''", "tent -lake; tent", "--force; force*", "-; ''", "well-known; well known*",
					"before:lunch; before lunch*", "from:; from*", "after:2026-02-30 x; after 2026 02 30|x*",
					"has:picture a; has picture|a*", "from:Ann lake; lake*", "lake has:link; lake",
					"AND OR NEAR(a) NOT; and|or|near a|not*" })
	void wordsOf(String query, String terms) {
		assertThat(written(SearchQuery.parse(query).words())).isEqualTo(terms);
	}

	@Test
	void readsFilters() {
		SearchQuery query = SearchQuery
			.parse("FROM:Amélie from:\"Ann Lee\" has：link -has:link after:2026-1-5 before:2026-12-31 lake");
		assertThat(query.filters()).containsExactly(Term.of(MessageTokens.author("amelie")),
				Term.of(MessageTokens.author("ann lee")), Term.of(MessageTokens.LINK));
		assertThat(query.excluded()).containsExactly(Term.of(MessageTokens.LINK));
		assertThat(query.after()).isEqualTo(LocalDate.of(2026, 1, 5));
		assertThat(query.before()).isEqualTo(LocalDate.of(2026, 12, 31));
		assertThat(written(query.words())).isEqualTo("lake*");
	}

	@Test
	void readsExcludedWords() {
		assertThat(written(SearchQuery.parse("lake -tent -\"north gate\" -北京").excluded()))
			.isEqualTo("tent|north gate|北京");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "  ", "from:Ann", "has:link", "-tent", "before:2026-01-31", "'\"*^():{}-", "\"\"", "“" })
	void isEmptyWithoutWord(String query) {
		assertThat(SearchQuery.parse(query).isEmpty()).isTrue();
	}

	@Test
	void filterForFilesNeedsNoWord() {
		SearchQuery query = SearchQuery.parse("HAS:File -has:file");
		assertThat(query.isEmpty()).isFalse();
		assertThat(query.filters()).containsExactly(Term.of(MessageTokens.FILE));
		assertThat(query.excluded()).containsExactly(Term.of(MessageTokens.FILE));
		assertThat(SearchQuery.parse("-has:file").isEmpty()).isTrue();
	}

	private static String written(List<Term> terms) {
		return terms.stream()
			.map((term) -> String.join(" ", term.tokens()) + (term.isPrefix() ? "*" : ""))
			.collect(Collectors.joining("|"));
	}

}
