package chat.foyer.search;

import chat.foyer.message.MessageRenderer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Snippet}.
 */
class SnippetTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "See you at the **north gate** | north gate | See you at the <mark>north gate</mark>",
					"Amélie, AMELIE | amel | <mark>Amélie</mark>, <mark>AMELIE</mark>",
					"我在北京大学 | 北京大 | 我在<mark>北京大</mark>学", "a & <b> c | c | a &amp; &lt;b&gt; <mark>c</mark>",
					"<mark> | mark | &lt;<mark>mark</mark>&gt;", "hi 👍🏽! | 👍 | hi <mark>👍🏽</mark>!",
					"gate north gate | \"north gate\" | gate <mark>north gate</mark>",
					"see [the map](https://example.org/x) | map | see the <mark>map</mark>",
					"مُحَمَّد هنا | محمد | <mark>مُحَمَّد</mark> هنا" })
	void marksHits(String message, String query, String snippet) {
		assertThat(of(message, query)).isEqualTo(snippet);
	}

	@Test
	void isOneLine() {
		assertThat(of("> quoted\n\nlake\n```\ncode\n```", "lake")).isEqualTo("quoted <mark>lake</mark> code");
	}

	@Test
	void showsPartOfLongTextAroundFirstHit() {
		String long200 = "word ".repeat(200);
		assertThat(of(long200 + "needle " + long200, "needle")).startsWith("…")
			.contains("<mark>needle</mark>")
			.endsWith("…")
			.hasSizeLessThan(300);
		assertThat(of("👨‍👩‍👧‍👦".repeat(300) + "needle", "needle")).startsWith("…👨")
			.endsWith("<mark>needle</mark>");
		assertThat(of(long200, "needle")).startsWith("word").endsWith("…");
	}

	private static String of(String message, String query) {
		return Snippet.of(new MessageRenderer().html(message), SearchQuery.parse(query).words());
	}

}
