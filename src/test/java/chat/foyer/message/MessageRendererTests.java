package chat.foyer.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbescape.html.HtmlEscape;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageRenderer}.
 */
class MessageRendererTests {

	private static final String ANCHOR = "<a href=\"https?://[^\"<>]+\" rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\">|</a>";

	private final MessageRenderer renderer = new MessageRenderer();

	@Test
	void escapes() {
		assertThat(this.renderer.html("<b>\"Tom\" & 'Ann'</b> &amp;"))
			.isEqualTo("&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt; &amp;amp;");
	}

	@Test
	void keepsWhiteSpace() {
		String text = "  a\tb\n\n  c\u00A0 ";
		assertThat(this.renderer.html(text)).isEqualTo(text);
	}

	@Test
	void linksWebAddresses() {
		assertThat(this.renderer.html(new MessageText("see https://example.com/?a=1&b='2'.")))
			.isEqualTo("see <a href=\"https://example.com/?a=1&amp;b=&#39;2&#39;\""
					+ " rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\">"
					+ "https://example.com/?a=1&amp;b=&#39;2&#39;</a>.");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			http://example.com,                           http://example.com
			HTTPS://EXAMPLE.COM,                          HTTPS://EXAMPLE.COM
			(https://en.wikipedia.org/wiki/Foyer_(room)), https://en.wikipedia.org/wiki/Foyer_(room)
			look: https://example.com/a!,                 https://example.com/a
			http://localhost:8080/x,                      http://localhost:8080/x
			https://üñîçøðé.example/ä😀,                  https://üñîçøðé.example/ä😀
			www.example.com,                              https://www.example.com
			""")
	void findsWhereTheyEnd(String text, String address) {
		assertThat(this.renderer.html(text)).contains("<a href=\"" + address + "\" ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript://%0aalert(1)", "JaVaScRiPt:alert(1)", "data://text/html,x", "vbscript://x",
			"file:///etc/passwd", "ftp://example.com", "xhttps://example.com", "https://", "https:/example.com",
			"//example.com", "example.com", "ann@example.com", "javascript://https://example.com" })
	void linksNothingElse(String text) {
		assertThat(this.renderer.html(text)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>",
			"'-alert(1)-'", "</a><script>", "<!--", "]]>", "&lt;b&gt;", "&#60;b>", "&#x3c;b>", "\\u003cb>", "${7*7}",
			"[[${7*7}]]", "{{7*7}}", "'; drop table event; --", "%s%n%x", "https://a.example/\"onmouseover=alert(1)//",
			"https://a.example/'onmouseover=alert(1)//", "https://a.example/<script>alert(1)</script>",
			"https://a.example/`x`", "https://a.example/&quot;x", "https://\"><script>alert(1)</script>",
			"www.\"><b>.x", "www.a.example/\"'<>&", "https://a.example/\nhttps://b.example/\thttps://c.example",
			"https://a.example/https://b.example", "https://ann:pw@a.example", "\u200Fhttps://a.example/\u200Eא",
			"a\u2028https://a.example\u2028<b>", "\uD83D<b>\uDE00", "\u0000<b>", "👨\u200D👩\u200D👧\u200D👦 🇩🇪" })
	void isTextAndLinksOnly(String text) {
		String escaped = this.renderer.html(text).replaceAll(ANCHOR, "");
		assertThat(escaped).doesNotContainPattern("[<>\"']");
		assertThat(HtmlEscape.unescapeHtml(escaped)).isEqualTo(text);
	}

}
