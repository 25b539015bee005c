package chat.foyer.web;

import java.util.Set;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

/**
 * Reads the cookies {@code theme} ({@code light} or {@code dark}), {@code density}
 * ({@code compact}) and {@code people} ({@code closed}), which the room page writes, into
 * attributes of the request, and so variables of the page, of the same names. Without a
 * cookie, or with another value, there is no attribute: the theme is that of the system,
 * the density the usual one, and the list of people open where there is room for it.
 */
final class AppearanceInterceptor implements HandlerInterceptor {

	private static final Set<String> THEMES = Set.of("light", "dark");

	private static final Set<String> DENSITIES = Set.of("compact");

	private static final Set<String> PEOPLE = Set.of("closed");

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		copy("theme", THEMES, request);
		copy("density", DENSITIES, request);
		copy("people", PEOPLE, request);
		return true;
	}

	private static void copy(String name, Set<String> values, HttpServletRequest request) {
		Cookie cookie = WebUtils.getCookie(request, name);
		if (cookie != null && values.contains(cookie.getValue())) {
			request.setAttribute(name, cookie.getValue());
		}
	}

}
