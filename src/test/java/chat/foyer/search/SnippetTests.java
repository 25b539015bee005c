package chat.foyer.search;

import java.util.List;

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

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "the map | map | the <mark>map</mark>", "see | map | <bdi>a_<mark>map</mark>-&lt;1&gt;.png</bdi>",
					"'' | map | <bdi>a_<mark>map</mark>-&lt;1&gt;.png</bdi>",
					"'' | map.p | <bdi>other <mark>map.pdf</mark></bdi>", "see | has:file | see",
					"'' | has:file | <bdi>a_map-&lt;1&gt;.png</bdi>" })
	void showsFileNameIfTextHasNoHit(String message, String query, String snippet) {
		assertThat(Snippet.of(new MessageRenderer().html(message), List.of("a_map-<1>.png", "other map.pdf"),
				SearchQuery.parse(query).words()))
			.isEqualTo(snippet);
	}

	private static String of(String message, String query) {
		return Snippet.of(new MessageRenderer().html(message), List.of(), SearchQuery.parse(query).words());
	}

}
