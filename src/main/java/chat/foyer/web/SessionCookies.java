package chat.foyer.web;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import chat.foyer.limit.LimitsProperties;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.session.web.http.CookieSerializer;
import org.springframework.stereotype.Component;

/**
 * The cookie {@code session}. The browser keeps it when it is closed, for as long as a
 * session may last.
 */
@Component
final class SessionCookies implements CookieSerializer {

	private static final String COOKIE = "session";

	private final Duration kept;

	SessionCookies(LimitsProperties limits) {
		this.kept = limits.sessionLifetime();
	}

	/**
	 * Writes the id of a session. An empty id deletes the cookie.
	 */
	@Override
	public void writeCookieValue(CookieValue value) {
		String id = value.getCookieValue();
		CookieScope.of(value.getRequest())
			.write(COOKIE, id, id.isEmpty() ? Duration.ZERO : this.kept, value.getResponse());
	}

	/**
	 * The ids in all cookies of the name; at most one of them is that of a session.
	 */
	@Override
	public List<String> readCookieValues(HttpServletRequest request) {
		Cookie[] cookies = request.getCookies();
		return (cookies == null) ? List.of()
				: Stream.of(cookies).filter((cookie) -> cookie.getName().equals(COOKIE)).map(Cookie::getValue).toList();
	}

}
