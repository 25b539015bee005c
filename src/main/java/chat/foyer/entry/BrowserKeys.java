package chat.foyer.entry;

import java.time.Duration;
import java.util.regex.Pattern;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.room.PresenceProperties;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The cookie by which a browser is recognised that has no session yet, or has lost it. It
 * comes with the entry form, so that a form that is sent twice, or whose answer is lost,
 * leads to one seat. It is as secret as the session's own cookie.
 */
@Component
class BrowserKeys {

	private static final String COOKIE = "browser";

	private static final String TLS_COOKIE = "__Host-" + COOKIE;

	private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{22}");

	private final Duration kept;

	BrowserKeys(LimitsProperties limits, PresenceProperties presence) {
		this.kept = limits.sessionLifetime().plus(presence.nameGrace());
	}

	/**
	 * The hash of the browser's key. Gives the browser a key if it has none, and has it
	 * keep the key at least as long as a session that begins now, and a name after it.
	 */
	String of(HttpServletRequest request, HttpServletResponse response) {
		String name = request.isSecure() ? TLS_COOKIE : COOKIE;
		Cookie cookie = WebUtils.getCookie(request, name);
		String key = (cookie != null && KEY.matcher(cookie.getValue()).matches()) ? cookie.getValue()
				: Secrets.random();
		response.addHeader(HttpHeaders.SET_COOKIE,
				ResponseCookie.from(name, key)
					.path("/")
					.maxAge(this.kept)
					.httpOnly(true)
					.secure(request.isSecure())
					.sameSite("Lax")
					.build()
					.toString());
		return Secrets.hash(key);
	}

}
