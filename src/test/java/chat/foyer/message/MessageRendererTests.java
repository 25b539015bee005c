package chat.foyer.message;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbescape.html.HtmlEscape;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageRenderer}.
 */
class MessageRendererTests {

	private static final String RELATIONS = " rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\"";

	private static final String ANCHOR = "<a href=\"https?://[^\"<>]+\"" + RELATIONS + ">|</a>";

	private static final String ELEMENT = "</?(?:em|strong|del|code|blockquote|ul|ol|li)>|<ol start=\"\\d+\">"
			+ "|<pre dir=\"ltr\" tabindex=\"0\">|</pre>|<p class=\"action\">|</p>|<a href=\"(?:https?://|mailto:)[^\"<>]+\""
			+ RELATIONS + ">|</a>";

	private static final Duration A_FEW_MILLIS = Duration.ofMillis(50);

	private final MessageRenderer renderer = new MessageRenderer();

	@Test
	void escapes() {
		assertThat(this.renderer.html("<b>\"Tom\" & 'Ann'</b> &amp;"))
			.isEqualTo("&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt; &amp;amp;");
	}

	@ParameterizedTest
	@ValueSource(strings = { "  a\tb\n\n  c\u00A0 d", "one\ntwo", "a\n\n\n\nb", "\t\ttabs" })
	void keepsWhiteSpace(String text) {
		assertThat(this.renderer.html(text)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", textBlock = """
			so *light* and _light_   | so <em>light</em> and <em>light</em>
			so **strong** __strong__ | so <strong>strong</strong> <strong>strong</strong>
			***both***               | <em><strong>both</strong></em>
			so ~~wrong~~             | so <del>wrong</del>
			`a < b` and ``c`d``      | <code>a &lt; b</code> and <code>c`d</code>
			`*&amp;*`                | <code>*&amp;amp;*</code>
			`code                    | `code
			**stays                  | **stays
			中文**强调**中文           | 中文<strong>强调</strong>中文
			""")
	void marksWithinALine(String text, String html) {
		assertThat(this.renderer.html(text)).isEqualTo(html);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", textBlock = """
			> said⏎answer         | <blockquote>said</blockquote>answer
			> one⏎> two           | <blockquote>one⏎two</blockquote>
			> > twice             | <blockquote><blockquote>twice</blockquote></blockquote>
			buy:⏎- milk⏎- *tea*   | buy:<ul><li>milk</li><li><em>tea</em></li></ul>
			- one⏎done            | <ul><li>one</li></ul>done
			* one⏎  - two         | <ul><li>one<ul><li>two</li></ul></li></ul>
			1. one⏎2. two         | <ol><li>one</li><li>two</li></ol>
			7) seven              | <ol start="7"><li>seven</li></ol>
			```js⏎ a⏎⏎> <b⏎c⏎```⏎x | <pre dir="ltr" tabindex="0"><code> a⏎⏎&gt; &lt;b⏎c</code></pre>x
			~~~⏎*a*               | <pre dir="ltr" tabindex="0"><code>*a*</code></pre>
			/me **waves** <b>     | <p class="action"><strong>waves</strong> &lt;b&gt;</p>
			/me - sits⏎- down     | <p class="action">- sits⏎- down</p>
			""")
	void marksLines(String text, String html) {
		assertThat(this.renderer.html(text.replace('⏎', '\n'))).isEqualTo(html.replace('⏎', '\n'));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2*3*4", "7*7}} ${7*7", "a ** b", "snake_case_name", "~5 or ~6", "¯\\_(ツ)_/¯",
			"\\*as typed\\*", "C:\\temp", "&amp; &copy; &#60;", ">:( no", ">_<", "# no heading", "no\n===", "no\n---",
			"[note]: not defined", "[a][b] [c]", "-", "- ", "*", "1.", ">", "```", "``", "*****", "/me", "/me ",
			"/you know", "text\n    not code", "<https://", "\\" })
	void leavesAsTyped(String text) {
		assertThat(HtmlEscape.unescapeHtml(this.renderer.html(text))).isEqualTo(text);
	}

	@Test
	void linksWebAddresses() {
		assertThat(this.renderer.html(new MessageText("see https://example.com/?a=1&b='2'.")))
			.isEqualTo("see <a href=\"https://example.com/?a=1&amp;b=&#39;2&#39;\"" + RELATIONS
					+ ">https://example.com/?a=1&amp;b=&#39;2&#39;</a>.");
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", textBlock = """
			http://example.com                           | http://example.com
			HTTPS://EXAMPLE.COM                          | HTTPS://EXAMPLE.COM
			(https://en.wikipedia.org/wiki/Foyer_(room)) | https://en.wikipedia.org/wiki/Foyer_(room)
			look: https://example.com/a!                 | https://example.com/a
			http://localhost:8080/x                      | http://localhost:8080/x
			https://üñîçøðé.example/ä😀                  | https://üñîçøðé.example/ä😀
			www.example.com                              | https://www.example.com
			https://example.com/*a*_b_~~c~~              | https://example.com/*a*_b_~~c~~
			**https://example.com/**                     | https://example.com/
			[text](https://example.com/?a=1)             | https://example.com/?a=1
			[https://a.example](https://example.com)     | https://example.com
			![picture](https://example.com/p.png)        | https://example.com/p.png
			<https://example.com>                        | https://example.com
			[mail](MAILTO:ann@example.com)               | MAILTO:ann@example.com
			""")
	void findsWhereTheyEnd(String text, String address) {
		assertThat(this.renderer.html(text)).contains("<a href=\"" + address + "\" ").doesNotContain("<img");
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript://%0aalert(1)", "JaVaScRiPt:alert(1)", "data://text/html,x", "vbscript://x",
			"file:///etc/passwd", "ftp://example.com", "xhttps://example.com", "https://", "https:/example.com",
			"//example.com", "example.com", "ann@example.com", "javascript://https://example.com" })
	void linksNothingElse(String text) {
		assertThat(this.renderer.html(text)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "/rooms/x",
			"//evil.example", "java&#115;cript:alert(1)", "&#x6a;avascript:alert(1)", "java\\script:alert(1)" })
	void showsWhereOtherLinksWouldLead(String address) {
		assertThat(this.renderer.html("[press](" + address + ")")).startsWith("press (").doesNotContain("<");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>",
			"'-alert(1)-'", "</a><script>", "<!--", "]]>", "&lt;b&gt;", "&#60;b>", "&#x3c;b>", "\\u003cb>", "${7*7}",
			"[[${7*7}]]", "{{7*7}}", "'; drop table event; --", "%s%n%x", "https://a.example/\"onmouseover=alert(1)//",
			"https://a.example/'onmouseover=alert(1)//", "https://a.example/<script>alert(1)</script>",
			"https://a.example/&quot;x", "https://\"><script>alert(1)</script>", "www.\"><b>.x", "www.a.example/\"'<>&",
			"https://a.example/\nhttps://b.example/\thttps://c.example", "https://a.example/https://b.example",
			"https://ann:pw@a.example", "\u200Fhttps://a.example/\u200Eא", "a\u2028https://a.example\u2028<b>",
			"\uD83D<b>\uDE00", "👨\u200D👩\u200D👧\u200D👦 x 🇩🇪" })
	void isTextAndLinksOnly(String text) {
		String escaped = this.renderer.html(text).replaceAll(ANCHOR, "");
		assertThat(escaped).doesNotContainPattern("[<>\"']");
		assertThat(HtmlEscape.unescapeHtml(escaped)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "👍", "👍🏽 👩‍💻", "❤️", "🇩🇪🇪🇸", "😀😀😀" })
	void showsEmojiAloneLarge(String text) {
		assertThat(this.renderer.html(text)).isEqualTo("<span class=\"emoji\">" + text + "</span>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "👍 ok", "1", "©", "*", "😀\n😀" })
	void showsOtherTextsAsText(String text) {
		assertThat(this.renderer.html(text)).isEqualTo(text);
	}

	@ParameterizedTest
	@MethodSource
	void isQuickAndWellFormedWhateverIsTyped(String piece) {
		String text = piece.repeat(4_000 / piece.length());
		Duration fastest = IntStream.range(0, 12).mapToObj((round) -> cpuTime(text)).min(Duration::compareTo).get();
		assertThat(fastest).isLessThan(A_FEW_MILLIS);
		String html = this.renderer.html(text);
		assertThat(html.replaceAll(ELEMENT, "")).doesNotContainPattern("[<>\"']");
		assertThat(html.length()).isLessThan(12 * text.length());
	}

	static Stream<String> isQuickAndWellFormedWhateverIsTyped() {
		String ticks = IntStream.range(1, 60).mapToObj((count) -> "`".repeat(count)).collect(Collectors.joining(" "));
		return Stream.of("*a ", "**a", "*a _", "a**b", "_a_", "~~a", "[", "![", "[a](", "[[a]", "[a](<b", "]:", "`",
				"`a``", ticks, "> ", ">> x\n", "- ", "- \n", "1. ", "  ", "\t", "~~~\n", "```\n", "<", "&", "\"", "\\",
				"h,", "www.", "https://,", "(http://a", "/me ", "\n", "\n> a\n- b", "a\n    ");
	}

	private Duration cpuTime(String text) {
		long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		this.renderer.html(text);
		return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
	}

}
