package chat.foyer.message;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinkDisguise}.
 */
class LinkDisguiseTests {

	private final MessageRenderer renderer = new MessageRenderer();

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", textBlock = """
			[https://bank.example](https://evil.example)              | evil.example
			[bank.example](https://evil.example)                      | evil.example
			[BANK.EXAMPLE](https://evil.example)                      | evil.example
			[www.bank.example](https://evil.example)                  | evil.example
			[bank.example/login](https://evil.example/login)          | evil.example
			[Log in at bank.example now](https://evil.example)        | evil.example
			[**bank.example**](https://evil.example)                  | evil.example
			[**bank**.example](https://evil.example)                  | evil.example
			[`bank.example`](https://evil.example)                    | evil.example
			[bank．example](https://evil.example)                      | evil.example
			[bank。example](https://evil.example)                      | evil.example
			[bank․example](https://evil.example)                      | evil.example
			[bankꓸexample](https://evil.example)                      | evil.example
			[bank . example](https://evil.example)                    | evil.example
			[bank(.)example](https://evil.example)                    | evil.example
			[ｂａｎｋ.ｅｘａｍｐｌｅ](https://evil.example)                     | evil.example
			[ban\\u200Bk example](https://evil.example)                | evil.example
			[\\u202Eelpmaxe.knab\\u202C](https://evil.example)          | evil.example
			[https://evil.example@bank.example](https://evil.example) | evil.example
			[evil.example.bank.example](https://evil.example)         | evil.example
			[evil.example bank.example](https://evil.example)         | evil.example
			[bank.example](https://bank.example@evil.example)         | evil.example
			[docs](https://bank.example@evil.example)                 | evil.example
			[bank.example](https://bank.example.evil.example)         | bank.example.evil.example
			[bank.example](https://sub.bank.example)                  | sub.bank.example
			[bank.example](https://bаnk.example)                      | xn--bnk-6cd.example
			[bаnk.example](https://bank.example)                      | bank.example
			[bаnk.example](https://bаnk.example)                      | xn--bnk-6cd.example
			[127.0.0.1](https://evil.example)                         | evil.example
			[localhost](https://evil.example)                         | evil.example
			[пример.рф](https://evil.example)                         | evil.example
			[例え.jp](https://evil.example)                            | evil.example
			[ftp://bank](https://evil.example)                        | evil.example
			[münchen.example](https://münchen2.example)               | münchen2.example
			https://bank.example@evil.example                         | evil.example
			https://bank.example:443@evil.example/login               | evil.example
			https://bank.example%2F@evil.example                      | evil.example
			https://user:password@evil.example                        | evil.example
			https://bank.example,a@evil.example                       | evil.example
			https://bаnk.example                                      | xn--bnk-6cd.example
			https://аррӏе.example                                     | xn--80ak6aa92e.example
			https://ｂank.example                                      | bank.example
			https://ﬁn.example                                        | fin.example
			https://ρaypal.example                                    | xn--aypal-2ce.example
			https://gооgle.example/a                                  | xn--ggle-55da.example
			""")
	void showsTheRealHost(String typed, String host) {
		String text = typed.replace("\\u200B", "\u200B").replace("\\u202E", "\u202E").replace("\\u202C", "\u202C");
		assertThat(TypedText.withoutDirections(this.renderer.html(text)))
			.endsWith("</a> <span class=\"host\" dir=\"ltr\">(" + host + ")</span>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[docs](https://example.com)", "[the docs](https://example.com/a.html)",
			"[example.com](https://example.com)", "[Example.com](https://example.com)",
			"[example.com](https://www.example.com/a)", "[www.example.com](https://example.com)",
			"[https://example.com](https://example.com)",
			"[https://example.com/a.html](https://example.com/a.html?b=c)",
			"[http://example.com:80/a](https://example.com/a)", "[see example.com](https://example.com)",
			"[münchen.example](https://münchen.example)", "[MÜNCHEN.example](https://münchen.example)",
			"[例え.jp](https://例え.jp)", "[пример.рф](https://пример.рф)", "[Foyer 1.2](https://example.com)",
			"[e.g. this](https://example.com)", "[First. Second](https://example.com)", "[a/b](https://example.com)",
			"[日本語の説明](https://example.com)", "[वह है।](https://example.com)", "[voir\u00A0: ici](https://example.com)",
			"[👩‍💻 team](https://example.com)", "[5,00 €](https://example.com)", "https://example.com",
			"https://münchen.example/ä", "https://mu\u0308nchen.example", "https://MÜNCHEN.example",
			"https://пример.рф/а", "https://例え.jp", "https://한국.example", "https://भारत.example",
			"https://مثال.example", "https://ελλάδα.example", "https://example.com/a@b",
			"https://example.com/https://bank.example", "https://xn--mnchen-3ya.example" })
	void showsNoHostBesideHonestLinks(String text) {
		assertThat(this.renderer.html(text)).contains("<a href=").doesNotContain("class=\"host\"");
	}

}
