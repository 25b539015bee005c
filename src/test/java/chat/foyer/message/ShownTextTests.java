package chat.foyer.message;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link MessageRenderer} neither drops nor changes what was typed.
 */
class ShownTextTests {

	/**
	 * Pieces of Markdown, of what looks like it, and of ordinary texts.
	 */
	static final List<String> FRAGMENTS = List.of("*", "**", "***", "****", "_", "__", "~", "~~", "~~~", "`", "``",
			"```", "````", "[", "]", "](", "](https://example.com)", "[words](https://example.com/a_(b))", "(", ")",
			"<", ">", "> ", ">> ", ">", "\n", "\n", "\n\n", "\n> ", "\n- ", "\n* ", "\n+ ", "\n1. ", "\n31) ",
			"\n007. ", "- 5", "+ 49 30 ", "\n```\n", "\n```js\n", "\n~~~\n", "\n    ", "\n\t", " ", "  ", "\t", "a",
			"word", "two words", "é", "e\u0301", "です", "重要", "한국어", "「", "」", "，", "。", "！", "مرحبا", "،", "שלום",
			"\nשלום\n", "नमस्ते", "।", "สวัสดี", "5", "٣", "👍", "❤️", "*️⃣", "\\", "/", "|", "&amp;", "&#60;", "\"",
			"'", "“", "”", "«", " »", "…", ".", ",", ":", "!", "?", "#", "# ", "=", "\n===\n", "\n---\n", "$", "{", "}",
			"http://", "https://", "https://example.com", "https://example.com/a", "https://ann@example.com",
			"https://münchen.de/ä", "https://例え.jp/日本", "www.", "www.example.com", "\u200B", "\uFEFF", "\u00AD",
			"\u200F", "\u200D", "\u00A0", "/me ", " \"title\")", "<b>", "[a]: b", "![x]", "(*´ω｀*)", "(´・ω・`)", "*.*",
			"**kwargs", ")**(", "*, ", "/**", "(*", "*)", "_", "。", "@", "https://web.archive.org/web/*/a", "{", "’",
			"´");

	private static final int ROUNDS = 20;

	private static final long TEXTS_A_ROUND = 1_000;

	private final MessageRenderer renderer = new MessageRenderer();

	@RepeatedTest(ROUNDS)
	void showsAllOfRandomTexts(RepetitionInfo round) {
		long first = round.getCurrentRepetition() * TEXTS_A_ROUND;
		LongStream.range(first, first + TEXTS_A_ROUND).mapToObj(ShownTextTests::randomText).forEach(this::assertShown);
	}

	@ParameterizedTest
	@ValueSource(strings = { "```ls -la⏎foo⏎```", "```js⏎let a = 1⏎```", "``` js⏎x⏎```", "```a b c⏎```",
			"````md⏎```⏎````", "```diff - a + b⏎x⏎```", "```⏎code⏎```", "```⏎⏎  code⏎⏎```", "```⏎code⏎``` more",
			"```c++ {.numberLines}⏎x⏎```", "   ```sh⏎ls⏎   ```", "```ls⏎foo```", "```foo```", "```⏎never closed", "```",
			"```⏎```", "```⏎⏎```", "```sql", "~~~ see you", "~~~⏎later⏎~~~", "~~~ a ~~~", "before⏎```x⏎y⏎```⏎after",
			"before⏎⏎```x⏎y⏎```⏎⏎after", "> ```js⏎> a⏎> ```", "```日本⏎コード⏎```", "```\"quoted\" & <b>⏎x⏎```" })
	void showsWhatStandsBehindFences(String text) {
		assertShown(text.replace('⏎', '\n'));
	}

	@ParameterizedTest
	@ValueSource(strings = { "4. d⏎3. c⏎2. b⏎1. a", "007. Bond", "007. Bond⏎008. Bill", "31. Dezember⏎1. Januar",
			"1) one⏎2) two", "1. one⏎1. one", "0. zero⏎1. one", "- 5", "- 5⏎- 6", "+ 49 30 123456",
			"+ 49 30 1⏎+ 49 30 2", "* required", "* required⏎* optional", "- milk⏎- eggs", "* milk⏎- eggs⏎+ tea",
			"  - a⏎    - b", "-⏎- a", "1.⏎2.", "- a⏎⏎- b", "10. a⏎   more⏎11. b", "1986. A great year.⏎1987. Another.",
			"- Bonjour !⏎- Salut !", "–  dash⏎– dash", "٣. ثلاثة⏎٤. أربعة", "1. [ ] todo⏎2. [x] done", "- # a⏎- > b",
			"a⏎- b⏎- c⏎d", "a⏎⏎- b⏎- c⏎⏎⏎d", "1. 2. 3.⏎2. 3. 4.", "999999999. a⏎1000000000. b", "- *a⏎- b*" })
	void showsMarkersOfListsAsTyped(String typed) {
		String text = typed.replace('⏎', '\n');
		assertShown(text);
		String html = this.renderer.html(text);
		assertThat(TypedText.visible(html)).isEqualToIgnoringNewLines(text);
		assertThat(html).doesNotContain("<ol", "<em");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a](https://x.example \"title\")", "[a](https://x.example 'title')",
			"[a](https://x.example (title))", "[a](<https://x.example>)", "[a]( https://x.example )",
			"[a] (https://x.example)", "[a]: https://x.example", "[a]: https://x.example \"title\"", "[a][b]", "[a][]",
			"[a]", "[a](b)", "[a]()", "[]()", "[](https://x.example)", "[ ](https://x.example)",
			"[*](https://x.example)", "[a](/rooms/x)", "[a](ftp://x.example)", "[a](mailto:ann@example.com)",
			"[a](javascript:alert(1))", "[a](www.example.com)", "f[i](https://x.example)", "a[0][i](https://x.example)",
			"[a](https://x.example)b", "\\[a](https://x.example)", "[a⏎b](https://x.example)", "[a](https://)",
			"[a](https://x.example", "[a](https://x.example/\"b\")", "![](https://x.example)", "<https://x.example>",
			"[a](https://x.example/\u200Bb)" })
	void showsWhatIsNoLinkAsTyped(String typed) {
		String text = typed.replace('⏎', '\n');
		assertShown(text);
		assertThat(TypedText.visible(this.renderer.html(text))).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "# no heading", "#1", "#hashtag", "no⏎===", "no⏎---", "---", "***", "* * *",
			"&amp; &copy; &#60;", "<b>bold</b>", "<!-- a -->", "C:\\temp\\*", "\\*as typed\\*", "a\\", "a  ⏎b", "a\\⏎b",
			"    indented", "\tindented", "a⏎    b", "a ⏎ b", "a⏎⏎⏎⏎b", "  a  ", "| a | b |⏎| - | - |", "- [ ] a",
			"> 5", "> 18", ">> 5", "cout⏎>> 5", "> -5 °C", "> ±5", "> /dev/null", "> ./log.txt", "> <", "> _ <",
			"> w <", ">> Hallo <<", ">>> x", "-> b", "#!/bin/sh", "+1", "* 3 =", "- 5 °C", "> .5", "> ~5", "> ≈ 5",
			">> -5", "> > 5", "> 50 %", "> ../a", "> ~/a", "> . <", "> -3", "> $5", "> 100 €", "< 5", ">= 5", ">5",
			">:( no", ">_<", ">", "> ", ">⏎>", ">>> print(1)", ">>>>>>> HEAD", ">quoted", " > a", "-> a", "=> a", "-",
			"- ", "*", "1.", "+", "++", "--", "\"--\"", "(c)", "...", "``", "/me", "/me ", "/me  ", "/me \u200B",
			"/you know", "100% sure", "5 * 3", "a_b_c", ":)", ":-*", "\u2014 dash", "10:30", "1/2", "@Ann", "a\u00A0b",
			"e\u0301" })
	void showsAllElseAsTyped(String typed) {
		String text = typed.replace('⏎', '\n');
		assertThat(TypedText.visible(this.renderer.html(text))).isEqualTo(text);
		assertShown(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "> a", "> a⏎> b", "> a⏎>⏎> b", "> a⏎b", ">> a", "> > a", ">  two blanks", ">\ttab",
			"> 5⏎> 6", "> a⏎>> b⏎> c", "> - a⏎> - b", "> a⏎⏎> b", "a⏎> b⏎c", "a⏎⏎> b⏎⏎c", "> a⏎> ", "> **a**",
			"> a **b⏎> c**", "> ```⏎> a⏎> ```", "> a⏎```⏎b⏎```", "> > > > > > > > > > deep",
			"> 5 was said⏎> yesterday" })
	void showsAllOfQuotations(String typed) {
		String text = typed.replace('⏎', '\n');
		assertShown(text);
		assertThat(this.renderer.html(text)).contains("<blockquote");
	}

	/**
	 * Two empty lines are two, and a block has no more lines around it than were typed.
	 */
	@ParameterizedTest
	@CsvSource(delimiterString = " | ", textBlock = """
			a⏎> b⏎c           | a<blockquote>b</blockquote>c
			a⏎⏎> b⏎⏎c         | a⏎⏎<blockquote>b</blockquote>⏎c
			> a⏎⏎> b          | <blockquote>a</blockquote>⏎<blockquote>b</blockquote>
			> a⏎>⏎c           | <blockquote>a⏎⏎</blockquote>c
			```⏎⏎a⏎⏎```       | <pre dir="ltr" tabindex="0"><code>⏎a⏎⏎</code></pre>
			```js⏎⏎```        | <pre dir="ltr" tabindex="0"><code>js⏎⏎</code></pre>
			- a⏎- b⏎⏎- c⏎- d  | <ul><li>- a</li><li>- b</li></ul>⏎<ul><li>- c</li><li>- d</li></ul>
			""")
	void keepsEmptyLinesAroundBlocks(String text, String html) {
		assertThat(TypedText.withoutDirections(this.renderer.html(text.replace('⏎', '\n'))))
			.isEqualTo(html.replace('⏎', '\n'));
	}

	private void assertShown(String text) {
		TypedText.assertShown(text, this.renderer.html(text));
	}

	private static String randomText(long seed) {
		Random random = new Random(seed);
		return random.ints(1 + random.nextInt(14), 0, FRAGMENTS.size())
			.mapToObj(FRAGMENTS::get)
			.collect(Collectors.joining());
	}

}
