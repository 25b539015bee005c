package chat.foyer.web;

import java.time.Duration;
import java.util.UUID;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.util.WebUtils;

/**
 * The cookie {@code csrf} with the token of the forms, so that a visitor who only looks
 * at the entry form needs no session. It is gone when the browser is closed.
 */
@Component
final class CsrfCookies implements CsrfTokenRepository {

	private static final String COOKIE = "csrf";

	private static final String HEADER = "X-CSRF-TOKEN";

	private static final String PARAMETER = "_csrf";

	private static final Duration UNTIL_CLOSED = Duration.ofSeconds(-1);

	@Override
	public CsrfToken generateToken(HttpServletRequest request) {
		return token(UUID.randomUUID().toString());
	}

	@Override
	public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
		CookieScope.of(request)
			.write(COOKIE, (token != null) ? token.getToken() : "", (token != null) ? UNTIL_CLOSED : Duration.ZERO,
					response);
	}

	@Override
	public @Nullable CsrfToken loadToken(HttpServletRequest request) {
		Cookie cookie = WebUtils.getCookie(request, COOKIE);
		return (cookie != null && StringUtils.hasText(cookie.getValue())) ? token(cookie.getValue()) : null;
	}

	private static CsrfToken token(String value) {
		return new DefaultCsrfToken(HEADER, PARAMETER, value);
	}

}
