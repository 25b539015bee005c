package chat.foyer.message;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the directions that {@link MessageRenderer} gives to messages and their lines.
 */
class MessageDirectionTests {

	private static final List<String> NAMES = List.of("Ann", "Ann Lee", "Zo\u00EB-May", "\u05D9\u05D5\u05E1\u05D9",
			"Tom (work)", "(\u05D9\u05D5\u05E1\u05D9)");

	private final MessageRenderer renderer = new MessageRenderer();

	@ParameterizedTest
	@ValueSource(strings = { "שלום", "مرحبا", "שלום world", "👍 שלום", "5 שלום", "12:30 مرحبا", "٣ مرحبا", "... שלום",
			"(שלום)", "**שלום**", "*שלום* hi", "@Ann שלום", "@Ann, שלום", "@Ann Lee שלום", "@Ann's ספר",
			"@zoë-may مرحبا", "*@Ann* שלום", "**@Ann Lee** שלום", "@Ann @Zoë-May שלום", "@nobody שלום",
			"@some.body مرحبا", "＠Ann שלום", "@Tom (work) שלום", "https://a.example שלום", "www.a.example مرحبا",
			"[words](https://a.example) שלום", "https://ann@a.example שלום", "`code` שלום",
			"``a`b`` @Ann https://a.example שלום", "👍 @Ann 5 `x` שלום hi", "\u2066abc\u2069 שלום",
			"\u2068abc\u2069 @Ann שלום", "\u200Fhello", "\u061Chello", "𐤀𐤁", "ـمرحبا" })
	void messageWhoseFirstLetterIsRightToLeftIsSo(String text) {
		assertThat(html(text)).matches("(?s)<div dir=\"rtl\">(?:(?!<div).)*</div>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "hello", "hello שלום", "👍 hello", "5 hello", "@יוסי hello", "@(יוסי) hello",
			"@יוסי, hi שלום", "`שלום` hello", "[שלום](https://a.example) hello", "\u2067שלום\u2069 hello", "\u200Eשלום",
			"你好 שלום", "ann@example.com שלום", "Ann Lee שלום", "привет שלום", "`a" })
	void leftToRightMessageNeedsNoMarkup(String text) {
		assertThat(html(text)).doesNotContain("<div");
	}

	@ParameterizedTest
	@ValueSource(strings = { "5", "12:30", "👍 5", "...", "https://a.example", "@Ann", "@יוסי", "@Ann Lee", "@(יוסי)",
			"`שלום`", "`a` https://a.example @Ann!", "[words](https://a.example)", "\u2068abc\u2069", "**5**",
			"```⏎a⏎```" })
	void messageWithoutStrongLettersIsNeutral(String text) {
		assertThat(html(text.replace('⏎', '\n'))).startsWith("<div class=\"neutral\">")
			.doesNotContain("<div dir")
			.endsWith("</div>");
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ",
			textBlock = """
					hello⏎שלום               | hello<div dir="rtl">שלום</div>
					שלום⏎hello               | <div dir="rtl">שלום<div dir="ltr">hello</div></div>
					שלום⏎5⏎hello⏎5           | <div dir="rtl">שלום⏎5<div dir="ltr">hello</div>5</div>
					5⏎שלום                   | <div dir="rtl">5⏎שלום</div>
					5⏎hello⏎שלום             | 5⏎hello<div dir="rtl">שלום</div>
					hello⏎⏎שלום⏎⏎hello       | hello⏎⏎<div dir="rtl">שלום</div>⏎hello
					a⏎א⏎⏎⏎ב⏎b                | a<div dir="rtl">א</div>⏎⏎<div dir="rtl">ב</div>b
					*a⏎b*⏎⏎א                 | <em>a⏎b</em>⏎⏎<div dir="rtl">א</div>
					*a⏎א*                    | *a<div dir="rtl">א*</div>
					@Ann א⏎b                 | <div dir="rtl"><bdi>@Ann</bdi> א<div dir="ltr">b</div></div>
					`a` א⏎`b` b              | <div dir="rtl"><code dir="ltr">a</code> א<div dir="ltr"><code dir="ltr">b</code> b</div></div>
					- a⏎- א⏎- 5              | <ul><li>- a</li><li dir="rtl">- א</li><li>- 5</li></ul>
					1. א⏎2. b⏎3. @Ann ג      | <div dir="rtl"><ul><li>1. א</li><li dir="ltr">2. b</li><li>3. <bdi>@Ann</bdi> ג</li></ul></div>
					> א⏎b                    | <div dir="rtl"><blockquote>א</blockquote><div dir="ltr">b</div></div>
					a⏎> א⏎> 5⏎> b⏎5          | a<blockquote dir="rtl">א⏎5<div dir="ltr">b</div></blockquote>5
					a⏎> @Ann א⏎b             | a<blockquote dir="rtl"><bdi>@Ann</bdi> א</blockquote>b
					א⏎>> a⏎> b⏎> ג           | <div dir="rtl">א<blockquote dir="ltr"><blockquote>a</blockquote>b<div dir="rtl">ג</div></blockquote></div>
					א⏎```⏎b⏎```⏎ג            | <div dir="rtl">א<pre dir="ltr" tabindex="0"><code>b</code></pre>ג</div>
					/me @Ann שלום            | <div class="action" dir="rtl"><bdi>@Ann</bdi> שלום</div>
					/me waves⏎שלום           | <div class="action">waves<div dir="rtl">שלום</div></div>
					/me 5                    | <div class="action">5</div>
					""")
	void eachLineDecidesForItself(String text, String html) {
		assertThat(html(text.replace('⏎', '\n')).replace('\n', '⏎')).isEqualTo(html);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", textBlock = """
			@Ann hi           | <bdi>@Ann</bdi> hi
			@ann lee hi       | <bdi>@ann lee</bdi> hi
			@Ann Leeds        | <bdi>@Ann</bdi> Leeds
			@Anne-Marie, hi   | <bdi>@Anne-Marie</bdi>, hi
			@Ann.שלום hi      | <div dir="rtl"><bdi>@Ann</bdi>.שלום hi</div>
			@a.b_c hi         | <bdi>@a.b_c</bdi> hi
			*@Ann* hi         | <em><bdi>@Ann</bdi></em> hi
			@Tom (work) hi    | <bdi>@Tom (work)</bdi> hi
			a@b.example hi    | a@b.example hi
			`@Ann` hi         | <code dir="ltr">@Ann</code> hi
			@ hi              | @ hi
			@`a` hi           | @<code dir="ltr">a</code> hi
			@^^ hi            | @^^ hi
			@👍🏽 hi           | <bdi>@👍🏽</bdi> hi
			@*Ann* hi         | @<em>Ann</em> hi
			@山田さん hi        | <bdi>@山田さん</bdi> hi
			@👍 hi            | <bdi>@👍</bdi> hi
			@<b> hi           | @&lt;b&gt; hi
			@O'Neil hi        | <bdi>@O&#39;Neil</bdi> hi
			""")
	void mentionsAreIsolated(String text, String html) {
		assertThat(html(text)).isEqualTo(html);
	}

	@Test
	void readsUsernamesOnlyForMentions() {
		MentionScanner scanner = new MentionScanner(() -> {
			throw new IllegalStateException("asked");
		});
		assertThat(this.renderer.html("hi ann@example.com, 5 @ 3", scanner)).doesNotContain("bdi");
	}

	private String html(String text) {
		return this.renderer.html(text, new MentionScanner(() -> NAMES));
	}

}
