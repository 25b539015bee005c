package chat.foyer.message;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
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

	private static final String ANCHOR = "<a href=\"https?://[^\"<>]+\"" + RELATIONS + " dir=\"(?:ltr|auto)\">|</a>";

	private static final String HOST = " <span class=\"host\" dir=\"ltr\">\\([^<]*\\)</span>";

	private static final String ELEMENT = "</?(?:em|strong|del|bdi|ul)>|<(?:blockquote|li|div)(?: dir=\"(?:ltr|rtl)\")?>"
			+ "|<div class=\"(?:neutral|action)\">|<code(?: dir=\"ltr\")?>|<pre dir=\"ltr\" tabindex=\"0\">"
			+ "|</(?:blockquote|li|div|code|pre)>|" + HOST + "|" + ANCHOR;

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
			so *light*               | so <em>light</em>
			so **strong**            | so <strong>strong</strong>
			***both***               | <em><strong>both</strong></em>
			so ~~wrong~~             | so <del>wrong</del>
			`a < b` and ``c`d``      | <code>a &lt; b</code> and <code>c`d</code>
			`*&amp;*`                | <code>*&amp;amp;*</code>
			`code                    | `code
			**stays                  | **stays
			*a **b** c*              | <em>a <strong>b</strong> c</em>
			***a* b**                | <strong><em>a</em> b</strong>
			***a** b*                | <em><strong>a</strong> b</em>
			**a *b***                | <strong>a <em>b</em></strong>
			**a*                     | **a*
			*a*, (*b*) "*c*" *d*!    | <em>a</em>, (<em>b</em>) "<em>c</em>" <em>d</em>!
			*a⏎b*                    | <em>a⏎b</em>
			**/etc/hosts** **docs/** | <strong>/etc/hosts</strong> <strong>docs/</strong>
			**.env** **#1** **@Ann** | <strong>.env</strong> <strong>#1</strong> <strong>@Ann</strong>
			*“a”* *(b)* *¿c?* *5 %*  | <em>“a”</em> <em>(b)</em> <em>¿c?</em> <em>5 %</em>
			_*a*_ *_b_*              | _<em>a</em>_ <em>_b_</em>
			👍*a*❤️*b*                | 👍<em>a</em>❤️<em>b</em>
			`->` `{}` `a`, (`b`)     | <code>-></code> <code>{}</code> <code>a</code>, (<code>b</code>)
			`a⏎b` ` a `              | <code>a⏎b</code> <code> a </code>
			中文**强调**中文           | 中文<strong>强调</strong>中文
			これは**「重要」**です      | これは<strong>「重要」</strong>です
			「あ」**重要**「い」        | 「あ」<strong>重要</strong>「い」
			スーパー*デー*ター         | スーパー<em>デー</em>ター
			한국어*강조*입니다          | 한국어<em>강조</em>입니다
			これは`code`です~~違う~~    | これは<code>code</code>です<del>違う</del>
			中文，**强调**。*强*！     | 中文，<strong>强调</strong>。<em>强</em>！
			中[文](https://a.example)字 | 中@文</a>字
			""")
	void marksWithinALine(String text, String html) {
		assertThat(rendered(text)).isEqualTo(html.replace("->", "-&gt;").replace("\"", "&quot;"));
	}

	/**
	 * Rendered with line feeds and the beginnings of links in short, without what tells
	 * directions.
	 */
	private String rendered(String text) {
		return TypedText.withoutDirections(this.renderer.html(text.replace('⏎', '\n')))
			.replace('\n', '⏎')
			.replaceAll("<a [^>]*>", "@");
	}

	@ParameterizedTest
	@ValueSource(strings = { "__init__.py", "#ifdef __linux__", "^_^ hi ^_^", "@_spider_", "snake_case_name", "_so_",
			"__so__", "/* a */ b /* c */", "/** a */ b /** c */", "(* a *) b (* c *)", "{* a *} b {* c *}", "*/ a /*",
			"src/*/a and lib/*/b", "**/*.java and **/*.xml", "**/a and b/**", "src/**/a lib/**/b", "*.java and *.xml",
			"*.c and lib*", "ls */x foo*", "C:\\*.* D:\\*.*", "*|NAME|*", "f[i](x)", "f(x)[i](y)", "2*3*4", "2 * 3 * 4",
			"２*３*４", "7*7}} ${7*7", "x²*y*z²", "(a+b)*(c+d)*(e+f)", "x[i]*y[j]*z[k]", "a ** b ** c", "2**3**4", "a*b*c",
			"a**b**c", "a~~b~~c", "f***ing h***", "Name* and Email*", "* a *", "** a **", "*a", "a*", "*a *", "* a*",
			"**** a ****", "*****", "*!*", "**👍**", "*...*", "~~-~~", "~5 or ~6", "~a~", "~~~a~~~", "\"*\" a \"*\"",
			"'*' a '*'", "(*) a (*)", "*️⃣ a *️⃣", "\\*a\\*", "\\**a\\**", "¯\\_(ツ)_/¯", "I`m here you`re there",
			"the`foo`function", "`", "``", "` `", "`a``", "é*a*é", "e\u0301*a*b", "क*ख*ग", "и*м*я", "ا*ب*ت", "ก*ข*ค",
			"a**强调**", "**强调**a", "*a⏎⏎b*", "`a⏎⏎b`", "int *p, *q;", "char **a, **b", "f(*args, **kwargs)",
			"SELECT * FROM a, *", "5* or 4*", "*a**", "**a*", ":-* a :-*", "M*A*S*H", "\\`a`" })
	void recognisesNoMarksWhereNoneAreMeant(String text) {
		assertThat(HtmlEscape.unescapeHtml(rendered(text))).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "(*´ω｀*) hi (*´ω｀*)", "(*^ω^*) hi (*^ω^*)", "(*´Д｀*)(*´Д｀*)", "(*ﾟДﾟ*) あ (*ﾟДﾟ*)",
			"(*'ω'*) hi (*'ω'*)", "*:･ﾟ✧*:･ﾟ✧", "*:･ﾟ✧ hello *:･ﾟ✧", "☆*:.｡. o(≧▽≦)o .｡.:*☆", "(´・ω・`) おはよう (´・ω・`)",
			"(`・ω・´) おはよう (`・ω・´)", "(*≧ω≦) わ (≧ω≦*)", "(*ﾉωﾉ) a (*ﾉωﾉ)", "(*´艸｀*) x (*´艸｀*)", "(*´∀`*) x (*´∀`*)",
			"ヽ(`Д´)ﾉ x ヽ(`Д´)ﾉ", "(`ε´) x (`ε´)", "(´Д`) x (´Д`)", "(´Д`)ハァハァ(´Д`)", "┐('～`;)┌ x ┐('～`;)┌",
			"|ω・`) x |ω・`)", "(*_*) hi (*_*)", "(*_*)", "*_* hi *_*", "*-* hi *-*", "*.* und *.*", "*^* hi *^*",
			"*o* hi *o*", "\\*o*/ hi \\*o*/", "(*^▽^*) hi (*^▽^*)", "(*^_^*) hi (*^3^)/~", "(*￣▽￣*) x (*￣▽￣*)",
			"(*・ω・)ノ hello*", "(⁎˃ᆺ˂) x (*>ω<*)", ":* hi :*", ":-* hi :-*", "*<|:-) Merry *<|:-)", "*<:o) foo *<:o)",
			"~~(>_<)~~ x ~~(>_<)~~", "<(`^´)> x <(`^´)>", "o(`ω´ )o x o(`ω´ )o", "(`´ω`´) x (´`ω´`)", "(。・ω・。)ﾉ♡ *´ `*",
			"(*´・ω・`*) x (*´・ω・`*)", "✧*。x ✧*。", "(*°∀°)=3 x (°∀°*)", "(⌒▽⌒*) x (⌒▽⌒*)", "（*´▽｀*） x （*´▽｀*）",
			"(-_-*) x (-_-*)", "d(`･∀･)b x d(`･∀･)b", "(#`Д´) x (#`Д´)", "ε=(´ο`*) x ε=(´ο`*)", "*~* x *~*",
			"*\\o/* x *\\o/*", ">:* x >:*", "=* x =*", "(*^-^)b x (*^-^)b" })
	void keepsFacesAsTyped(String text) {
		assertThat(HtmlEscape.unescapeHtml(rendered(text))).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { ".*foo.*", "grep '.*error.*' log", "(a)**(b)**(c)", "(a+b)**(c) == (x)**(y)",
			"{a}**{b}**{c}", "(x)**y + z**(w)", "2**3**4", "a**b**c", "f(*args, **kwargs)", "*args, **kwargs",
			"SELECT *, count(*) FROM a", "SELECT a.*, b.* FROM a, b", "SELECT *, a.* FROM a", "*.java and *.xml",
			"*.{js,ts} and *.{css}", "char **a, **b", "/** doc */ int *a; /* x */", "void (*f)(int*), (*g)(char*);",
			"void *malloc(size_t), free(void*)", "a *= 2; b *= 3; c*= 4", "import a.*; import b.*;",
			"use foo::*; use bar::*;", "echo $* and \"$*\" x \"$*\"", "'*b' or 'a*'", "\"*a\" or \"b*\"", "a*(-b)*c",
			"x*(y+z)*w", "-x**2 + y**(-3)", "*/5 * * * * and 0 */2 * * *", "text/*, image/*;q=0.8, */*",
			"[a-z]*foo[a-z]*", "^.*$ and ^.+*$", "p*ss*d and s**t", "*** - good, ** - ok", "5* and 6*",
			"* required, ** optional", "*, *::before, *::after { }", "a > *, b > *", "*p++ = *q++;",
			"int *p, *q; p = *q * *r;", "{**a, **b} [*a, *b]", "f(x*) + g(*y)", "[*a] + [b*]", "{*a} + {b*}",
			"(*p)->x = (*q)->y", "x = a ** b ** c", "a **= 2; b **= 3; c**= 4", "0 0 1,*,3 2,*", "(a)**b + c**(d)",
			"sqrt(x)**n - y**(m)", "func f(*int, w *http.Request) *T", "const u8* and *mut u8",
			"export * from 'x'; export * as y", "User-agent: *⏎Disallow: /*?a=*⏎Allow: *", "f(*) and g(*)",
			"\\*.txt and \\*.doc", "-name '*a' -o -name 'b*'", "s/.*a/b.*/", "!*a and !b*c", "*** and **", "a[*] b[*]",
			"SELECT COUNT(*), a.* FROM a, *", "**kwargs and kwargs**2", "'**/a' '**/b'" })
	void keepsExpressionsAsTyped(String text) {
		assertThat(HtmlEscape.unescapeHtml(rendered(text))).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ",
			textBlock = """
					*so* (*see this*) (**note**) (`code`)   | <em>so</em> (<em>see this</em>) (<strong>note</strong>) (<code>code</code>)
					**great :)** *well :-)*                 | <strong>great :)</strong> <em>well :-)</em>
					*Hallo (Welt)* **Note (see *this*)**    | <em>Hallo (Welt)</em> <strong>Note (see <em>this</em>)</strong>
					**a)** b **c)** **[WIP]**               | <strong>a)</strong> b <strong>c)</strong> <strong>[WIP]</strong>
					**Name**(required) これは(a)**重要**です     | <strong>Name</strong>(required) これは(a)<strong>重要</strong>です
					*...what?* and wait...*what*            | <em>...what?</em> and wait...<em>what</em>
					don't *do* it, 'quoted *em* text'       | don't <em>do</em> it, 'quoted <em>em</em> text'
					*"quoted"* **"*.java"** "*c*"           | <em>"quoted"</em> <strong>"*.java"</strong> "<em>c</em>"
					`npm i` (´・ω・`) ・`npm`                  | <code>npm i</code> (´・ω・`) ・<code>npm</code>
					`}` is missing, `)` too, (see `b`)      | <code>}</code> is missing, <code>)</code> too, (see <code>b</code>)
					(really *great!*) (*what?*) (*¿qué?*)   | (really <em>great!</em>) (<em>what?</em>) (<em>¿qué?</em>)
					*see* https://a.example/*/b             | <em>see</em> @https://a.example/*/b</a>
					*a [b* c](https://a.example) d*         | <em>a @b* c</a> d</em>
					*a [b](https://a.example) c*            | <em>a @b</a> c</em>
					[*a* b](https://a.example) *c*          | @<em>a</em> b</a> <em>c</em>
					[a `b](https://a.example) c`            | [a <code>b](https://a.example) c</code>
					[see `]` x](https://a.example)          | @see <code>]</code> x</a>
					""")
	void recognisesMarksBesideBracketsAndQuotes(String text, String html) {
		assertThat(HtmlEscape.unescapeHtml(rendered(text))).isEqualTo(html);
	}

	@Test
	void linksAtMostHundredAddresses() {
		for (String link : List.of("www.a.example ", "[a](https://a.example) ", "https://a.example/日 ")) {
			String html = this.renderer.html(link.repeat(150));
			assertThat(html.split("<a ", -1)).hasSize(101);
			assertThat(TypedText.withoutDirections(html)).endsWith(HtmlEscape.escapeHtml4Xml(link.repeat(50)));
		}
		String longest = "https://a.example/a/" + "日".repeat(3_900);
		assertThat(TypedText.withoutDirections(this.renderer.html(longest))).isEqualTo(longest);
		assertThat(this.renderer.html("https://a.example/?" + "&'".repeat(1_950))).doesNotContain("<a ");
		assertThat(this.renderer.html("www.a.example/" + "a".repeat(3_900))).contains("<a ");
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", textBlock = """
			> said⏎answer         | <blockquote>said</blockquote>answer
			> one⏎> two           | <blockquote>one⏎two</blockquote>
			> > twice             | <blockquote><blockquote>twice</blockquote></blockquote>
			>> twice              | <blockquote><blockquote>twice</blockquote></blockquote>
			buy:⏎- milk⏎- *tea*   | buy:<ul><li>- milk</li><li>- <em>tea</em></li></ul>
			- one⏎done            | - one⏎done
			* one⏎  - two         | <ul><li>* one</li><li>  - two</li></ul>
			1. one⏎2. two         | <ul><li>1. one</li><li>2. two</li></ul>
			```js⏎ a⏎⏎> <b⏎c⏎```⏎x | <pre dir="ltr" tabindex="0"><code>js⏎ a⏎⏎&gt; &lt;b⏎c</code></pre>x
			```⏎*a*⏎```           | <pre dir="ltr" tabindex="0"><code>*a*</code></pre>
			```⏎*a*               | ```⏎<em>a</em>
			/me **waves** <b>     | <div class="action"><strong>waves</strong> &lt;b&gt;</div>
			/me - sits⏎- down     | <div class="action">- sits⏎- down</div>
			""")
	void marksLines(String text, String html) {
		assertThat(TypedText.withoutDirections(this.renderer.html(text.replace('⏎', '\n'))))
			.isEqualTo(html.replace('⏎', '\n'));
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
		String escaped = TypedText.withoutDirections(this.renderer.html(text)).replaceAll(HOST + "|" + ANCHOR, "");
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
		assertThat(TypedText.withoutDirections(this.renderer.html(text))).isEqualTo(text);
	}

	@ParameterizedTest
	@MethodSource("pieces")
	void takesLinearTimeAndIsWellFormedForRandomText(String piece) {
		takesLinearTime((length) -> piece.repeat(length / piece.length()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a.", "1.", ".", "a-", "é", "日", "\u0301", "www.", "*", "[", "(", " ." })
	void takesLinearTimeAndIsWellFormedForRandomLinks(String piece) {
		takesLinearTime((length) -> "[b" + piece.repeat(length / piece.length()) + "](https://a.example)");
		takesLinearTime((length) -> "[b](https://a.example/" + piece.repeat(length / piece.length()) + ")");
		takesLinearTime((length) -> "https://a.example/" + piece.repeat(length / piece.length()));
		takesLinearTime((length) -> "https://a" + piece.repeat(length / piece.length()));
	}

	@Test
	void takesLinearTimeForOpenMarksAndBracketsBeforeAddresses() {
		takesLinearTime((length) -> "~~a ".repeat(length / 8) + "(www.a.b/*!".repeat(length / 22));
		takesLinearTime((length) -> "www.a.b/(".repeat(length / 10) + "然" + ")".repeat(length / 10));
		takesLinearTime((length) -> "*a ".repeat(length / 6) + "!* ".repeat(length / 6));
		takesLinearTime((length) -> "[a".repeat(length / 6) + "](https://a.b".repeat(length / 20));
	}

	/**
	 * Four times the length may take eight times as long, and would take sixteen times if
	 * the time were quadratic. A busy machine gets more than one attempt.
	 */
	private void takesLinearTime(IntFunction<String> text) {
		assertThat(IntStream.range(0, 6)
			.anyMatch((attempt) -> fastest(text.apply(8_000)) < 8 * fastest(text.apply(2_000)) + 200_000)).isTrue();
		String html = this.renderer.html(text.apply(4_000));
		assertThat(html.replaceAll(ELEMENT, "")).doesNotContainPattern("[<>\"']");
		assertThat(html).hasSizeLessThan(40_000);
	}

	private long fastest(String text) {
		return IntStream.range(0, 4).mapToLong((round) -> cpuNanos(text)).min().getAsLong();
	}

	static Stream<String> pieces() {
		String ticks = IntStream.range(1, 60).mapToObj((count) -> "`".repeat(count)).collect(Collectors.joining(" "));
		return Stream.of("*", "**", "(", ")", "]", "{", "**a** ", "*a **b* c** ", "*a **a ", "a* ", "*a ", "**a",
				"*a _", "a**b", "_a_", "[](", "[a](https://", "[a](https://a", "[a](https://a.b)", "[a [", "] ",
				"](https://a.b)", "[https://a.b](https://c.d)", "https://", "https://a(", "https://a*", "*https://a* ",
				"https://a@", "https://a@,", "https://a.", "https://日本", "https://a'", "www.a.b ", "www.w",
				"http://a/[", "日本*", "\u0301", "a\u0301*", "`a` ", "` `` ", ">\n", "> \n", ">> ", "> 5\n",
				"````\n```\n", "```a\n", "- a\n", "-  ", "~~a", "[", "![", "[a](", "[[a]", "[a](<b", "]:", "`", "`a``",
				ticks, "> ", ">> x\n", "- ", "- \n", "1. ", "  ", "\t", "~~~\n", "```\n", "<", "&", "\"", "\\", "h,",
				"www.", "https://,", "(http://a", "/me ", "\n", "\n> a\n- b", "a\n    ", "(www.a.b/*!", "*!",
				"*www.a.b", "(https://a@", "(www.a", "www.a,", "www.a.b,", "(www.a.b/(", "www.a.b/[)", "(*a", "(*a)",
				"(*a* ", "*a)", "\"*a", "*'", "*a https://a.b/*", "https://a.b/*a", "https://日本/", "www.日",
				"https://a@,b@", "[a [b](https://a.b) ", "(`a) ", "`a`b", "``` `` ` ", "*a *!*", "*:.", "( [ { *a",
				"'https://a.b/'", "_https://a_ ", "例え。https://例え。jp ", "- \"\n", "> \"\n\n", "> *a\n", "***a*** ",
				"https://a.b/" + "/\uD83D\uDE00".repeat(20) + ",", "@", "@a", "@a ", "@字", "@@", "a\n\u05D0\n",
				"*a\n\u05D0\n", "> a\n>> \u05D0\n", "- a\n- \u05D0\n", "\u2067a");
	}

	private long cpuNanos(String text) {
		long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		this.renderer.html(text);
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
	}

}
