package chat.foyer.web;

import chat.foyer.limit.TestLimits;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CookiesConfiguration}.
 */
class CookiesTests {

	private final CookieSerializer session = new CookiesConfiguration().cookieSerializer(TestLimits.of());

	private final CsrfTokenRepository csrf = new CookiesConfiguration().csrfTokenRepository();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@ParameterizedTest
	@CsvSource({ "SESSION,false", "__Host-SESSION,true" })
	void sessionIsForThisHostOnly(String name, boolean isSecure) {
		this.request.setSecure(isSecure);
		this.session.writeCookieValue(new CookieValue(this.request, this.response, "id"));
		assertIsForThisHostOnly(name, isSecure);
	}

	@Test
	void sessionOutlastsTheBrowserAsLongAsItMayLast() {
		this.session.writeCookieValue(new CookieValue(this.request, this.response, "id"));
		assertThat(this.response.getCookie("SESSION").getMaxAge()).isEqualTo(7 * 24 * 60 * 60);
	}

	@Test
	void endedSessionIsDeletedFromTheBrowser() {
		this.session.writeCookieValue(new CookieValue(this.request, this.response, ""));
		assertThat(this.response.getCookie("SESSION").getMaxAge()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "XSRF-TOKEN,false", "__Host-XSRF-TOKEN,true" })
	void tokenIsForThisHostOnly(String name, boolean isSecure) {
		this.request.setSecure(isSecure);
		this.csrf.saveToken(this.csrf.generateToken(this.request), this.request, this.response);
		assertIsForThisHostOnly(name, isSecure);
	}

	@Test
	void underTlsOnlyWhatThisHostHasSetCounts() {
		this.request.setSecure(true);
		this.request.setCookies(new Cookie("SESSION", "aWQ="), new Cookie("XSRF-TOKEN", "token"));
		assertThat(this.session.readCookieValues(this.request)).isEmpty();
		assertThat(this.csrf.loadToken(this.request)).isNull();
		this.request.setCookies(new Cookie("__Host-SESSION", "aWQ="), new Cookie("__Host-XSRF-TOKEN", "token"));
		assertThat(this.session.readCookieValues(this.request)).containsExactly("id");
		assertThat(this.csrf.loadToken(this.request)).extracting("token").isEqualTo("token");
	}

	private void assertIsForThisHostOnly(String name, boolean isSecure) {
		assertThat(this.response.getCookies()).singleElement().satisfies((cookie) -> {
			assertThat(cookie.getName()).isEqualTo(name);
			assertThat(cookie.getPath()).isEqualTo("/");
			assertThat(cookie.getDomain()).isNull();
			assertThat(cookie.getSecure()).isEqualTo(isSecure);
			assertThat(cookie.isHttpOnly()).isTrue();
			assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
		});
	}

}
