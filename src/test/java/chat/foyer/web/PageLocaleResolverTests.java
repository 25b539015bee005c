package chat.foyer.web;

import java.util.Locale;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PageLocaleResolver}.
 */
class PageLocaleResolverTests {

	private final PageLocaleResolver language = new PageLocaleResolver();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			fr                      | fr
			fr-CA,en;q=0.5          | fr
			pt-BR                   | pt
			zh-Hans-CN              | zh
			zh-TW                   | zh
			sv,de;q=0.5             | de
			sv,hi;q=0.2,ar-EG;q=0.8 | ar
			sv                      | en
			*                       | en
			""")
	void takesTheFirstItHasOfThoseThatTheBrowserAsksFor(String asked, String expected) {
		this.request.addHeader("Accept-Language", asked);
		assertThat(this.language.resolveLocale(this.request).toLanguageTag()).isEqualTo(expected);
	}

	@Test
	void speaksEnglishToWhoeverAsksForNothing() {
		assertThat(this.language.resolveLocale(this.request)).isEqualTo(Locale.ENGLISH);
	}

	@Test
	void choiceOfTheReaderCountsMore() {
		this.request.addHeader("Accept-Language", "fr");
		this.request.setCookies(new Cookie("language", "ja"));
		assertThat(this.language.resolveLocale(this.request)).isEqualTo(Locale.JAPANESE);
	}

	@ParameterizedTest
	@CsvSource({ "sv", "''", "<script>" })
	void choiceOfNoneOfItsOwnDoesNotCount(String cookie) {
		this.request.addHeader("Accept-Language", "fr");
		this.request.setCookies(new Cookie("language", cookie));
		assertThat(this.language.resolveLocale(this.request)).isEqualTo(Locale.FRENCH);
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void keepsTheChoice(boolean isSecure) {
		this.request.setSecure(isSecure);
		this.request.setAttribute(CookieScope.ATTRIBUTE, CookieScope.of("1a2b3c", this.request));
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.language.setLocale(this.request, response, Locale.JAPANESE);
		Cookie cookie = response.getCookie((isSecure ? "__Host-" : "") + "foyer-1a2b3c-language");
		assertThat(cookie).isNotNull();
		assertThat(cookie.getValue()).isEqualTo("ja");
		assertThat(cookie.getPath()).isEqualTo("/");
		assertThat(cookie.getMaxAge()).isEqualTo(365 * 24 * 60 * 60);
		assertThat(cookie.isHttpOnly()).isTrue();
		assertThat(cookie.getSecure()).isEqualTo(isSecure);
		assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
	}

}
