package chat.foyer.entry;

import java.time.Duration;
import java.util.regex.Pattern;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.room.Browsers;
import chat.foyer.room.Guest;
import chat.foyer.room.PresenceProperties;
import chat.foyer.web.CookieScope;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The cookie by which a browser is recognised that has no session yet, or has lost it. It
 * comes with the entry form, so that a form that is sent twice, or whose answer is lost,
 * leads to one seat. It is as secret as the session's own cookie.
 */
@Component
public class BrowserKeys {

	private static final String COOKIE = "browser";

	private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{22}");

	private final Duration kept;

	private final Browsers browsers;

	private final CookieSerializer sessionCookies;

	BrowserKeys(LimitsProperties limits, PresenceProperties presence, Browsers browsers,
			CookieSerializer sessionCookies) {
		this.browsers = browsers;
		this.sessionCookies = sessionCookies;
		this.kept = limits.sessionLifetime().plus(presence.nameGrace());
	}

	/**
	 * The hash of the browser's key. Gives the browser a key if it has none, and has it
	 * keep the key at least as long as a session that begins now, and a name after it.
	 */
	public String of(HttpServletRequest request, HttpServletResponse response) {
		String key = key(request);
		write(key, request, response);
		return Secrets.hash(key);
	}

	/**
	 * Has a guest's browser recognised from now on if none is, as after an upgrade from a
	 * release that did not recognise browsers. The cookie of the session is written
	 * again, since it did not outlast the browser then.
	 * @return whether this is the guest's browser since now
	 */
	public boolean remember(Guest guest, HttpServletRequest request, HttpServletResponse response) {
		HttpSession session = request.getSession(false);
		if (session == null || this.browsers.existsFor(guest)) {
			return false;
		}
		String key = key(request);
		// Of pages that are opened at the same time, as by a browser that restores its
		// tabs, only one may set the cookie.
		if (!this.browsers.assignFirst(Secrets.hash(key), guest)) {
			return false;
		}
		write(key, request, response);
		this.sessionCookies.writeCookieValue(new CookieValue(request, response, session.getId()));
		return true;
	}

	private static String key(HttpServletRequest request) {
		Cookie cookie = WebUtils.getCookie(request, COOKIE);
		return (cookie != null && KEY.matcher(cookie.getValue()).matches()) ? cookie.getValue() : Secrets.random();
	}

	private void write(String key, HttpServletRequest request, HttpServletResponse response) {
		CookieScope.of(request).write(COOKIE, key, this.kept, response);
	}

}
