package chat.foyer.web;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * The cookie that tells who a guest is: no script reads it, and pages of other sites do
 * not send it along.
 */
final class SessionCookies implements CookieSerializer {

	private static final String NAME = "SESSION";

	private final CookieSerializer plain = serializer(NAME);

	private final CookieSerializer tls = serializer(CookiesConfiguration.HOST_ONLY + NAME);

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

	private static CookieSerializer serializer(String name) {
		DefaultCookieSerializer serializer = new DefaultCookieSerializer();
		serializer.setCookieName(name);
		serializer.setCookiePath("/");
		serializer.setUseHttpOnlyCookie(true);
		serializer.setSameSite(CookiesConfiguration.SAME_SITE);
		return serializer;
	}

}
