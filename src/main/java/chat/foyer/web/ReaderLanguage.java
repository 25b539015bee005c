package chat.foyer.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * The language of the pages: the one in the reader's language cookie, else the best match
 * for {@code Accept-Language} (RFC 9110, 12.5.4), else English. The result is always one
 * of {@link #ALL}, whatever a request contains.
 */
final class ReaderLanguage extends AcceptHeaderLocaleResolver {

	/**
	 * The languages of the message bundles.
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

	/**
	 * Keeps a language in a cookie. A locale counts by its language alone ({@code pt-BR}
	 * is {@code pt}); one of no language in {@link #ALL} is ignored.
	 */
	@Override
	public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response,
			@Nullable Locale language) {
		Assert.state(response != null && language != null, "Needs a response and a language");
		ALL.stream()
			.filter((known) -> known.getLanguage().equals(language.getLanguage()))
			.findAny()
			.ifPresent((known) -> keep(known, request, response));
	}

	private static void keep(Locale language, HttpServletRequest request, HttpServletResponse response) {
		CookieScope.of(request).write(COOKIE, language.toLanguageTag(), KEPT, response);
	}

}
