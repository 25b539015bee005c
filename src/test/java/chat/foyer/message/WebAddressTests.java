package chat.foyer.message;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebAddress}: where an address begins and ends in a sentence, and where
 * it leads.
 */
class WebAddressTests {

	private static final List<String> ADDRESSES = List.of("https://example.com", "https://example.com/",
			"https://example.com/a", "http://example.com:8080/a/b.html?c=d&e=f#g", "www.example.com/a",
			"https://en.wikipedia.org/wiki/Foyer_(room)", "https://example.com/%E6%97%A5", "https://example.com/a-1");

	/**
	 * Sentences without blanks around the address, which stands in place of the
	 * {@code @}.
	 */
	private static final Map<String, List<String>> SENTENCES = Map.ofEntries(
			Map.entry("Chinese",
					List.of("看@，然后", "看@。然后", "看：@；好", "你好@然后", "“@”好", "‘@’好", "《@》好", "（@）好", "【@】好", "看@！好", "看@？好",
							"看@、@", "看@…好", "看@——好", "看@～好", "「@」好", "『@』好", "看@,好", "看@.好", "看@!好", "(@)好", "看@：好")),
			Map.entry("Japanese",
					List.of("これは@です", "「@」と", "『@』を", "（@）は", "@、次", "@。次", "【@】次", "@・@", "@！次", "@？次", "〈@〉次", "@…次",
							"@〜次", "見て@を", "カタカナ@カタカナ", "ｱ@ｱ", "〔@〕次", "@｡次")),
			Map.entry("Korean",
					List.of("링크@에서", "@를 보세요", "“@”라고", "‘@’은", "(@)는", "@, 그리고", "@. 그리고", "「@」은", "@?", "@!", "@…",
							"《@》는", "한국@입니다")),
			Map.entry("Arabic",
					List.of("انظر@، ثم", "انظر @؛ ثم", "هل رأيت @؟", "«@»", "(@)", "و@.", "“@”", "@…", "ب@و", "﴾@﴿",
							"@۔ پھر", "ل@!")),
			Map.entry("Hebrew",
					List.of("ראה @, ואז", "ב@.", "ב-@.", "״@״", "„@”", "(@)", "׳@׳", "@׃", "@־כן", "ה@ הזה", "«@»",
							"@?")),
			Map.entry("Hindi",
					List.of("देखो@।", "देखो @। फिर", "@॥", "“@”", "‘@’", "(@)", "है@पर", "@, फिर", "क्या @?", "@…",
							"यह@है", "«@»")),
			Map.entry("Thai",
					List.of("ดู@แล้ว", "ที่@นี้", "“@”แล้ว", "@ฯลฯ", "(@)ครับ", "@ๆ", "น้ำ@น้ำ", "@๛", "@!", "‘@’",
							"ดู@ นะ", "@…")),
			Map.entry("French",
					List.of("« @ »", "«\u00A0@\u00A0»", "«@»", "‹@›", "voir\u00A0: @\u202F!", "“@”",
							"l’adresse @\u00A0;", "(@)", "@…", "@\u202F?", "‘@’", "— @ —", "@—", "voir @, puis")),
			Map.entry("German",
					List.of("„@“", "‚@‘", "»@«", "›@‹", "siehe @.", "siehe @, dann", "(siehe @)", "(@).", "siehe @!",
							"@?", "„siehe @.“", "@ – dann", "[@]", "@;")),
			Map.entry("Spanish",
					List.of("¿@?", "¡@!", "«@»", "“@”", "‘@’", "(@)", "mira @, luego", "¿Viste @?", "@…", "—@—",
							"@¿no?", "@. Luego")),
			Map.entry("Portuguese",
					List.of("“@”", "«@»", "veja @!", "‘@’", "veja @, depois", "(@)", "—@—", "@…", "@?", "@;")),
			Map.entry("Russian",
					List.of("«@»", "„@“", "см. @, потом", "смотри@", "(@)", "@…", "— @ —", "@?", "@!", "@;")),
			Map.entry("Greek", List.of("«@»", "δες @· μετά", "@\u037E", "(@)", "“@”", "δες @, μετά", "δες@", "@…")),
			Map.entry("Armenian and Amharic", List.of("@։", "«@»", "@።", "@፣ ከዚያ", "@՝ և", "(@)")),
			Map.entry("English",
					List.of("see @.", "see @, then", "see @!", "@?", "@:", "@;", "(@)", "(see @).", "[@]", "{@}",
							"\"@\"", "'@'", "<@>", "“@”", "‘@’", "@…", "@—then", "—@", "`x`@", "*@*", "**@**",
							"**see @**", "***@***", "~~@~~", "**@**, then", "(**@**)", "*see @*.", "@...", "@\"", "@).",
							"|@|", "a=@", "url:@", "|@|@|", "'@' or '@'")),
			Map.entry("Marks in other scripts",
					List.of("**@**然后", "看**@**。", "*@*です", "~~@~~입니다", "**看@**", "**「@」**と")));

	private static final List<String> INVISIBLE = List.of("\u200B", "\uFEFF", "\u00AD", "\u200E", "\u200F", "\u202A",
			"\u202C", "\u202E", "\u2066", "\u2069", "\u2060", "\u200C", "\u200D", "\u061C", "\u180E", "\u3164",
			"\u115F", "\u2800", "\u00A0", "\u202F", "\u3000", "\u2028", "\u0085", "\u034F", "\uDB40\uDC41");

	private final MessageRenderer renderer = new MessageRenderer();

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource
	void findsAddressesInEveryScript(String language, String sentence) {
		for (String address : ADDRESSES) {
			String text = sentence.replace("@", address);
			assertThat(links(text)).as(text).isNotEmpty().containsOnly(address);
		}
	}

	static Stream<Arguments> findsAddressesInEveryScript() {
		return SENTENCES.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue().stream().map((sentence) -> Arguments.of(entry.getKey(), sentence)));
	}

	@ParameterizedTest
	@MethodSource
	void keepsNoInvisibleCharacters(String invisible) {
		for (String text : List.of("@~", "~@", "~@~", "@~然后", "你好~@", "@~.", "**@~**", "@~@")) {
			String typed = text.replace("@", "https://example.com/a").replace("~", invisible);
			assertThat(links(typed)).as(typed).containsOnly("https://example.com/a");
			TypedText.assertShown(typed, this.renderer.html(typed));
		}
	}

	static Stream<String> keepsNoInvisibleCharacters() {
		return INVISIBLE.stream();
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ",
			textBlock = """
					http://example.com                             | http://example.com
					HTTPS://EXAMPLE.COM                            | HTTPS://EXAMPLE.COM
					(https://en.wikipedia.org/wiki/Foyer_(room))   | https://en.wikipedia.org/wiki/Foyer_(room)
					https://example.com/a(b                        | https://example.com/a
					https://example.com/?a[]=1&b[]=2               | https://example.com/?a[]=1&b[]=2
					https://example.com/?a=1&b='2'.                | https://example.com/?a=1&b='2'
					https://example.com/it's                       | https://example.com/it's
					https://example.com/a,b;c:d!e                  | https://example.com/a,b;c:d!e
					https://example.com/a*                         | https://example.com/a
					http://localhost:8080/x                        | http://localhost:8080/x
					http://127.0.0.1/x                             | http://127.0.0.1/x
					https://example.com/*a*_b_~~c~~                | https://example.com/*a*_b_~~c~~
					https://example.com/a_b_                       | https://example.com/a_b_
					www.example.com                                | https://www.example.com
					https://example.com:8080.                      | https://example.com:8080
					https://example.com@                           | https://example.com
					https://example.com%2eevil.example             | https://example.com
					https://bank.example\\@evil.example             | https://bank.example
					https://example.com?q=1                        | https://example.com?q=1
					https://üñîçøðé.example/ä                      | https://xn--7caenjc8bya.example/%C3%A4
					https://de.wikipedia.org/wiki/Größe            | https://de.wikipedia.org/wiki/Gr%C3%B6%C3%9Fe
					https://de.wikipedia.org/wiki/Gro\u0308ße      | https://de.wikipedia.org/wiki/Gro%CC%88%C3%9Fe
					https://ja.wikipedia.org/wiki/日本               | https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC
					https://ja.wikipedia.org/wiki/日本。             | https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC
					https://ja.wikipedia.org/wiki/東京2020大会        | https://ja.wikipedia.org/wiki/%E6%9D%B1%E4%BA%AC2020%E5%A4%A7%E4%BC%9A
					https://ja.wikipedia.org/wiki/レオ・ダ            | https://ja.wikipedia.org/wiki/%E3%83%AC%E3%82%AA%E3%83%BB%E3%83%80
					https://zh.wikipedia.org/wiki/A_(动画)           | https://zh.wikipedia.org/wiki/A_(%E5%8A%A8%E7%94%BB)
					https://ru.wikipedia.org/wiki/Мир              | https://ru.wikipedia.org/wiki/%D0%9C%D0%B8%D1%80
					https://hi.wikipedia.org/wiki/भारत              | https://hi.wikipedia.org/wiki/%E0%A4%AD%E0%A4%BE%E0%A4%B0%E0%A4%A4
					https://he.wikipedia.org/wiki/צה״ל             | https://he.wikipedia.org/wiki/%D7%A6%D7%94%D7%B4%D7%9C
					https://fa.wikipedia.org/wiki/می\u200Cخ        | https://fa.wikipedia.org/wiki/%D9%85%DB%8C%E2%80%8C%D8%AE
					https://example.com/?q=日本&a=b                  | https://example.com/?q=%E6%97%A5%E6%9C%AC&a=b
					https://example.com/#歴史                        | https://example.com/#%E6%AD%B4%E5%8F%B2
					https://example.com/a/❤️                        | https://example.com/a/%E2%9D%A4%EF%B8%8F
					https://example.com/a❤️                         | https://example.com/a
					https://example.com/日本                         | https://example.com/
					https://example.com/a/日本                       | https://example.com/a/%E6%97%A5%E6%9C%AC
					https://example.中国/a                           | https://example.xn--fiqs8s/a
					www.example.中国                                 | https://www.example.xn--fiqs8s
					https://example.com.中国                         | https://example.com
					https://例え.jp/日本                             | https://xn--r8jz45g.jp/%E6%97%A5%E6%9C%AC
					https://例え.jp                                  | https://xn--r8jz45g.jp
					https://пример.рф/а                            | https://xn--e1afmkfd.xn--p1ai/%D0%B0
					https://مثال.إختبار                            | https://xn--mgbh0fb.xn--kgbechtv
					_https://example.com/a_                        | https://example.com/a
					__https://example.com/a_b__                    | https://example.com/a_b
					_https://example.com_                          | https://example.com
					~https://example.com/~a~                       | https://example.com/~a
					|https://example.com/a|                        | https://example.com/a
					Ende.https://example.com/a                     | https://example.com/a
					1.https://example.com/a                        | https://example.com/a
					終わり。https://example.com/a                    | https://example.com/a
					https://例え.jp。次                              | https://xn--r8jz45g.jp
					http://localhost。次                            | http://localhost
					https://example.中国。然后                       | https://example.xn--fiqs8s
					https://ja.wikipedia.org/wiki/日本を見て          | https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC%E3%82%92%E8%A6%8B%E3%81%A6
					https://ko.wikipedia.org/wiki/한국은             | https://ko.wikipedia.org/wiki/%ED%95%9C%EA%B5%AD%EC%9D%80
					https://example.com/a/日本、次                    | https://example.com/a/%E6%97%A5%E6%9C%AC
					https://example.com/?q=日本です&a                | https://example.com/?q=%E6%97%A5%E6%9C%AC%E3%81%A7%E3%81%99&a
					https://example.com/a#歴史です。                  | https://example.com/a#%E6%AD%B4%E5%8F%B2%E3%81%A7%E3%81%99
					https://example.com/a/ｶﾞ                        | https://example.com/a/%EF%BD%B6%EF%BE%9E
					https://example.com/を見て                       | https://example.com/
					https://example.com/status/123을               | https://example.com/status/123
					https://example.com/a.htmlを見て                 | https://example.com/a.html
					*see* https://example.com/web/*/a              | https://example.com/web/*/a
					**Bug:** https://example.com/src/**/test       | https://example.com/src/**/test
					*https://example.com/web/*/a*                  | https://example.com/web/*/a
					**b** ~~c~~ https://example.com/~~d~~          | https://example.com/~~d~~
					https://example.com/a(b)c)                     | https://example.com/a(b)c
					https://example.com/a[b(c] d)                  | https://example.com/a
					https://a(b)@evil.example                      | https://a
					https://example.com/C语言                        | https://example.com/C
					https://example.com/a?然后                       | https://example.com/a
					[a](https://example.com/C语言)                   | https://example.com/C%E8%AF%AD%E8%A8%80
					[text](https://example.com/?a=1)               | https://example.com/?a=1
					[text](https://example.com/a_(b))              | https://example.com/a_(b)
					([text](https://example.com))                  | https://example.com
					![picture](https://example.com/p.png)          | https://example.com/p.png
					[**text** `code`](https://example.com)         | https://example.com
					[see [1]](https://example.com)                 | https://example.com
					[[a](https://example.com)]                     | https://example.com
					""")
	void leadsWhereItSays(String typed, String href) {
		String text = typed.replace("\\u0308", "\u0308").replace("\\u200C", "\u200C");
		assertThat(this.renderer.html(text).replace("&amp;", "&").replace("&#39;", "'"))
			.contains("<a href=\"" + href + "\" ")
			.doesNotContain("<img");
		TypedText.assertShown(text, this.renderer.html(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript://%0aalert(1)", "JaVaScRiPt:alert(1)", "data://text/html,x", "vbscript://x",
			"file:///etc/passwd", "ftp://example.com", "xhttps://example.com", "éhttps://example.com",
			"1https://example.com", "git+https://example.com", "a-https://example.com", "https://", "https://.",
			"a.www.example.com", "https://例え。jp", "https://example。com/a", "https://www.例え．jp", "https://例え｡jp",
			"https://例え.テスト。jp", "www.bank.example@evil.example", "https://,", "https://-", "https://_", "https:///a",
			"https://?a", "https:/example.com", "https:example.com", "//example.com", "example.com", "ann@example.com",
			"www.", "www.example", "www..com", "wwww.example.com", "www.example@evil.example",
			"javascript://https://example.com", "http://3232235777/", "http://0x7f.1/", "http://1.2.3/",
			"http://127.0.0.1.5/", "http://[::1]/", "https://@", "https://%65.example", "https://\u200Bexample.com" })
	void linksNothingElse(String text) {
		assertThat(this.renderer.html(text)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "/rooms/x",
			"//evil.example", "java&#115;cript:alert(1)", "&#x6a;avascript:alert(1)", "java\\script:alert(1)",
			"mailto:ann@example.com", "www.example.com", "ftp://example.com", "https:example.com",
			" https://example.com", "https://exa mple.com", "https://ex\u200Bample.com" })
	void linksNoWordsToElsewhere(String address) {
		assertThat(this.renderer.html("[press](" + address + ")")).startsWith("[press](").doesNotContain(">press<");
	}

	@Test
	void escapesAddresses() {
		assertThat(TypedText.withoutDirections(this.renderer.html("https://example.com/?a=1&b='2'."))).isEqualTo(
				"<a href=\"https://example.com/?a=1&amp;b=&#39;2&#39;\" rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\""
						+ " dir=\"ltr\">https://example.com/?a=1&amp;b=&#39;2&#39;</a>.");
	}

	/**
	 * The texts of all links.
	 */
	private List<String> links(String text) {
		return Pattern.compile("<a [^>]*>([^<]*)</a>")
			.matcher(this.renderer.html(text))
			.results()
			.map((link) -> link.group(1).replace("&amp;", "&"))
			.toList();
	}

}
