package chat.foyer.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.room.Browsers;
import chat.foyer.room.PresenceProperties;
import chat.foyer.store.Installation;
import chat.foyer.web.CookieScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.session.SessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Replaces the cookies of releases before version 9 of the database. Their names, such as
 * {@code SESSION} and {@code theme}, are used by other programs of a host too, so they
 * count only for a browser that has a session here or whose key is known, and only until
 * it has a session or a key under today's names.
 * <p>
 * Deletes no old cookie but that of the session: another program may need the others.
 */
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER - 2)
class OldCookiesFilter extends OncePerRequestFilter {

	private static final String SESSION = "session";

	private static final String OLD_SESSION = "SESSION";

	private static final String BROWSER = "browser";

	private static final String CSRF = "csrf";

	private static final String OLD_CSRF = "XSRF-TOKEN";

	private static final Set<String> READ_BY_SERVER = Set.of("name", "language");

	private static final Set<String> WRITTEN_BY_SCRIPTS = Set.of("theme", "density", "people");

	/**
	 * RFC 6265, section 4.1.1, cookie-octet.
	 */
	private static final Pattern VALUE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]+");

	private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

	private static final Duration UNTIL_CLOSED = Duration.ofSeconds(-1);

	private static final Duration YEAR = Duration.ofDays(365);

	private final Installation installation;

	private final SessionRepository<?> sessions;

	private final Browsers browsers;

	private final Duration sessionKept;

	private final Duration browserKept;

	OldCookiesFilter(Installation installation, SessionRepository<?> sessions, Browsers browsers,
			LimitsProperties limits, PresenceProperties presence) {
		this.installation = installation;
		this.sessions = sessions;
		this.browsers = browsers;
		this.sessionKept = limits.sessionLifetime();
		this.browserKept = this.sessionKept.plus(presence.nameGrace());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		CookieScope scope = CookieScope.of(this.installation.id(), request);
		Map<String, String> replaced = hasCookieOfToday(request, scope) ? Map.of() : replace(request, response, scope);
		chain.doFilter(replaced.isEmpty() ? request : new RenamedCookiesRequest(request, replaced, scope), response);
	}

	private static boolean hasCookieOfToday(HttpServletRequest request, CookieScope scope) {
		return values(request, scope.nameOf(SESSION)).findAny().isPresent()
				|| values(request, scope.nameOf(BROWSER)).findAny().isPresent();
	}

	/**
	 * Gives the browser the cookies that replace those of earlier releases.
	 * @return their values by their plain names, empty if the browser is unknown
	 */
	private Map<String, String> replace(HttpServletRequest request, HttpServletResponse response, CookieScope scope) {
		String guard = request.isSecure() ? "__Host-" : "";
		Optional<String> session = values(request, guard + OLD_SESSION).map(OldCookiesFilter::decode)
			.filter((id) -> !id.isEmpty() && this.sessions.findById(id) != null)
			.findFirst();
		Optional<String> browser = values(request, guard + BROWSER)
			.filter((key) -> this.browsers.isKnown(Secrets.hash(key)))
			.findFirst();
		if (session.isEmpty() && browser.isEmpty()) {
			return Map.of();
		}
		Map<String, String> found = new HashMap<>();
		browser.ifPresent((key) -> found.put(BROWSER, key));
		session.ifPresent((id) -> {
			found.put(SESSION, id);
			delete(guard + OLD_SESSION, request, response);
		});
		values(request, guard + OLD_CSRF).filter((token) -> UUID.matcher(token).matches())
			.findFirst()
			.ifPresent((token) -> found.put(CSRF, token));
		Stream.concat(READ_BY_SERVER.stream(), WRITTEN_BY_SCRIPTS.stream())
			.forEach((name) -> values(request, name).findFirst().ifPresent((value) -> found.put(name, value)));
		found.forEach((name, value) -> write(name, value, scope, response));
		return found;
	}

	private void write(String name, String value, CookieScope scope, HttpServletResponse response) {
		Duration kept = switch (name) {
			case SESSION -> this.sessionKept;
			case BROWSER -> this.browserKept;
			case CSRF -> UNTIL_CLOSED;
			default -> YEAR;
		};
		if (WRITTEN_BY_SCRIPTS.contains(name)) {
			scope.writeForScripts(name, value, kept, response);
		}
		else {
			scope.write(name, value, kept, response);
		}
	}

	private static Stream<String> values(HttpServletRequest request, String name) {
		return Stream.ofNullable(request.getCookies())
			.flatMap(Arrays::stream)
			.filter((cookie) -> cookie.getName().equals(name))
			.map(Cookie::getValue)
			.filter((value) -> VALUE.matcher(value).matches());
	}

	private static String decode(String value) {
		try {
			return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

	private static void delete(String name, HttpServletRequest request, HttpServletResponse response) {
		ResponseCookie cookie = ResponseCookie.from(name, "")
			.path("/")
			.maxAge(Duration.ZERO)
			.httpOnly(true)
			.secure(request.isSecure())
			.sameSite("Lax")
			.build();
		response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
	}

	/**
	 * A request with the cookies that it would have after the answer.
	 */
	private static final class RenamedCookiesRequest extends HttpServletRequestWrapper {

		private final Map<String, String> replaced;

		private final CookieScope scope;

		RenamedCookiesRequest(HttpServletRequest request, Map<String, String> replaced, CookieScope scope) {
			super(request);
			this.replaced = replaced;
			this.scope = scope;
		}

		@Override
		public Cookie[] getCookies() {
			return Stream
				.concat(this.replaced.entrySet()
					.stream()
					.map((cookie) -> new Cookie(this.scope.nameOf(cookie.getKey()), cookie.getValue())),
						Stream.of(super.getCookies()))
				.toArray(Cookie[]::new);
		}

	}

}
