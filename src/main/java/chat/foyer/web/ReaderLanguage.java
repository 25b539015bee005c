package chat.foyer.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.util.Assert;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * The language of the pages: the one that the reader has chosen, else the best of those
 * that the browser asks for. The choice is kept in a cookie and so costs no session.
 */
final class ReaderLanguage extends AcceptHeaderLocaleResolver {

	/**
	 * Those in which there are message bundles.
	 */
	static final List<Locale> ALL = Stream.of("en", "es", "fr", "de", "pt", "zh", "ja", "ar", "hi")
		.map(Locale::forLanguageTag)
		.toList();

	private static final String COOKIE = "language";

	private static final Duration KEPT = Duration.ofDays(365);

	ReaderLanguage() {
		setSupportedLocales(ALL);
		setDefaultLocale(Locale.ENGLISH);
	}

	@Override
	public Locale resolveLocale(HttpServletRequest request) {
		Cookie chosen = WebUtils.getCookie(request, COOKIE);
		return ALL.stream()
			.filter((language) -> chosen != null && language.toLanguageTag().equals(chosen.getValue()))
			.findAny()
			.orElseGet(() -> super.resolveLocale(request));
	}

	@Override
	public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response,
			@Nullable Locale language) {
		Assert.state(response != null && language != null, "A language is chosen in answer to a request");
		ResponseCookie cookie = ResponseCookie.from(COOKIE, language.toLanguageTag())
			.path("/")
			.maxAge(KEPT)
			.httpOnly(true)
			.secure(request.isSecure())
			.sameSite(CookiesConfiguration.SAME_SITE)
			.build();
		response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
	}

}
