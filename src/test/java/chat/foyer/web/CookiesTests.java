package chat.foyer.web;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import chat.foyer.limit.TestLimits;
import chat.foyer.store.Installation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests of {@link SessionCookies}, {@link CsrfCookies} and {@link CookieFilter}.
 */
class CookiesTests {

	private final CookieSerializer session = new SessionCookies(TestLimits.of());

	private final CsrfTokenRepository csrf = new CsrfCookies();

	private final CookieFilter filter = new CookieFilter(new Installation("1a2b3c"));

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@ParameterizedTest
	@CsvSource({ "foyer-1a2b3c-session,false,'',/", "__Host-foyer-1a2b3c-session,true,'',/",
			"foyer-1a2b3c-session,false,/chat,/chat", "__Secure-foyer-1a2b3c-session,true,/chat,/chat" })
	void sessionIsOfThisInstallationOnly(String name, boolean isSecure, String context, String path) {
		this.request.setSecure(isSecure);
		this.request.setContextPath(context);
		this.session.writeCookieValue(new CookieValue(filtered(), this.response, "id"));
		assertIsOfThisInstallation(name, isSecure, path);
	}

	@Test
	void sessionOutlastsTheBrowserAsLongAsItMayLast() {
		this.session.writeCookieValue(new CookieValue(filtered(), this.response, "id"));
		assertThat(this.response.getCookie("foyer-1a2b3c-session").getMaxAge()).isEqualTo(7 * 24 * 60 * 60);
	}

	@Test
	void endedSessionIsDeletedFromTheBrowser() {
		this.session.writeCookieValue(new CookieValue(filtered(), this.response, ""));
		assertThat(this.response.getCookie("foyer-1a2b3c-session").getMaxAge()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "foyer-1a2b3c-csrf,false,'',/", "__Host-foyer-1a2b3c-csrf,true,'',/",
			"__Secure-foyer-1a2b3c-csrf,true,/chat,/chat" })
	void tokenIsOfThisInstallationOnly(String name, boolean isSecure, String context, String path) {
		this.request.setSecure(isSecure);
		this.request.setContextPath(context);
		this.csrf.saveToken(this.csrf.generateToken(this.request), filtered(), this.response);
		assertIsOfThisInstallation(name, isSecure, path);
	}

	@Test
	void underTlsOnlyWhatThisHostHasSetCounts() {
		this.request.setSecure(true);
		this.request.setCookies(new Cookie("foyer-1a2b3c-session", "id"), new Cookie("foyer-1a2b3c-csrf", "token"));
		assertThat(this.session.readCookieValues(filtered())).isEmpty();
		assertThat(this.csrf.loadToken(filtered())).isNull();
		this.request.setCookies(new Cookie("__Host-foyer-1a2b3c-session", "id"),
				new Cookie("__Host-foyer-1a2b3c-csrf", "token"));
		assertThat(this.session.readCookieValues(filtered())).containsExactly("id");
		assertThat(this.csrf.loadToken(filtered())).extracting("token", "headerName", "parameterName")
			.containsExactly("token", "X-CSRF-TOKEN", "_csrf");
	}

	@Test
	void cookiesOfOtherProgramsAndInstallationsAreNotSeen() {
		this.request.setCookies(new Cookie("SESSION", "a"), new Cookie("theme", "b"),
				new Cookie("foyer-ffffff-theme", "c"), new Cookie("foyer-1a2b3c-", "d"),
				new Cookie("foyer-1a2b3c-zone", "e"));
		assertThat(filtered().getCookies()).extracting(Cookie::getName, Cookie::getValue)
			.containsExactly(tuple("zone", "e"));
	}

	@Test
	void sessionIsSoughtInAllCookiesOfTheName() {
		this.request.setCookies(new Cookie("foyer-1a2b3c-session", "of a path"),
				new Cookie("foyer-1a2b3c-session", "of its parent"));
		assertThat(this.session.readCookieValues(filtered())).isEqualTo(List.of("of a path", "of its parent"));
	}

	@Test
	void requestWithoutCookiesHasNone() {
		assertThat(filtered().getCookies()).isNull();
		assertThat(this.session.readCookieValues(filtered())).isEmpty();
	}

	@Test
	void pageOfAnErrorHasTheCookiesToo() {
		this.request.setDispatcherType(DispatcherType.ERROR);
		this.request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/");
		this.request.setCookies(new Cookie("foyer-1a2b3c-theme", "dark"));
		assertThat(filtered().getCookies()).extracting(Cookie::getName).containsExactly("theme");
	}

	private HttpServletRequest filtered() {
		MockFilterChain chain = new MockFilterChain();
		try {
			this.filter.doFilter(this.request, this.response, chain);
		}
		catch (IOException | ServletException ex) {
			throw new IllegalStateException(ex);
		}
		ServletRequest seen = chain.getRequest();
		assertThat(seen).isInstanceOf(HttpServletRequest.class);
		return (HttpServletRequest) seen;
	}

	private void assertIsOfThisInstallation(String name, boolean isSecure, String path) {
		assertThat(Stream.of(this.response.getCookies())).singleElement().satisfies((cookie) -> {
			assertThat(cookie.getName()).isEqualTo(name);
			assertThat(cookie.getPath()).isEqualTo(path);
			assertThat(cookie.getDomain()).isNull();
			assertThat(cookie.getSecure()).isEqualTo(isSecure);
			assertThat(cookie.isHttpOnly()).isTrue();
			assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
		});
	}

}
