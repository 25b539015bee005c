package chat.foyer.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/**
 * The token of the forms, in a cookie, so that a visitor who only looks at the entry form
 * needs no session.
 */
final class CsrfCookies implements CsrfTokenRepository {

	private static final String NAME = "XSRF-TOKEN";

	private final CsrfTokenRepository plain = repository(NAME);

	private final CsrfTokenRepository tls = repository(CookiesConfiguration.HOST_ONLY + NAME);

	@Override
	public CsrfToken generateToken(HttpServletRequest request) {
		return repository(request).generateToken(request);
	}

	@Override
	public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
		repository(request).saveToken(token, request, response);
	}

	@Override
	public @Nullable CsrfToken loadToken(HttpServletRequest request) {
		return repository(request).loadToken(request);
	}

	private CsrfTokenRepository repository(HttpServletRequest request) {
		return request.isSecure() ? this.tls : this.plain;
	}

	private static CsrfTokenRepository repository(String name) {
		CookieCsrfTokenRepository repository = new CookieCsrfTokenRepository();
		repository.setCookieName(name);
		repository.setCookiePath("/");
		repository.setCookieCustomizer((cookie) -> cookie.sameSite(CookiesConfiguration.SAME_SITE));
		return repository;
	}

}
