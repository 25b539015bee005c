package chat.foyer.web;

import java.time.Duration;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * The cookie of the session: no script reads it, pages of other sites do not send it
 * along, and the browser keeps it when it is closed, for as long as a session may last.
 */
final class SessionCookies implements CookieSerializer {

	private static final String NAME = "SESSION";

	private final CookieSerializer plain;

	private final CookieSerializer tls;

	SessionCookies(Duration kept) {
		this.plain = serializer(NAME, kept);
		this.tls = serializer(CookiesConfiguration.HOST_ONLY + NAME, kept);
	}

	@Override
	public void writeCookieValue(CookieValue value) {
		serializer(value.getRequest()).writeCookieValue(value);
	}

	@Override
	public List<String> readCookieValues(HttpServletRequest request) {
		return serializer(request).readCookieValues(request);
	}

	private CookieSerializer serializer(HttpServletRequest request) {
		return request.isSecure() ? this.tls : this.plain;
	}

	private static CookieSerializer serializer(String name, Duration kept) {
		DefaultCookieSerializer serializer = new DefaultCookieSerializer();
		serializer.setCookieName(name);
		serializer.setCookiePath("/");
		serializer.setCookieMaxAge((int) Math.min(kept.toSeconds(), Integer.MAX_VALUE));
		serializer.setUseHttpOnlyCookie(true);
		serializer.setSameSite(CookiesConfiguration.SAME_SITE);
		return serializer;
	}

}
