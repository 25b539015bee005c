package chat.foyer.entry;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import chat.foyer.room.InvalidNameException;
import chat.foyer.room.Username;
import chat.foyer.web.CookieScope;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.WebUtils;

/**
 * The name that was last used in this browser, in a cookie. The form only suggests it.
 */
public final class RememberedUsername {

	private static final String COOKIE = "name";

	private static final Duration KEPT = Duration.ofDays(365);

	private RememberedUsername() {
	}

	/**
	 * The last name, if there is one that is valid.
	 */
	public static @Nullable String of(HttpServletRequest request) {
		Cookie cookie = WebUtils.getCookie(request, COOKIE);
		if (cookie == null) {
			return null;
		}
		try {
			return Username.of(URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8)).value();
		}
		catch (InvalidNameException | IllegalArgumentException ex) {
			return null;
		}
	}

	public static void keep(Username name, HttpServletRequest request, HttpServletResponse response) {
		String encoded = URLEncoder.encode(name.value(), StandardCharsets.UTF_8);
		CookieScope.of(request).write(COOKIE, encoded, KEPT, response);
	}

}
