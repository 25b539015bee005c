package chat.foyer.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleContextResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * The language and the time zone of the pages.
 * <p>
 * The language is the one in the reader's language cookie, else the best match for
 * {@code Accept-Language} (RFC 9110, 12.5.4), else English. The result is always one of
 * {@link #ALL}, whatever a request contains. The time zone is the one in the cookie
 * {@code zone}, which the scripts of the room page write, else UTC.
 */
@Component(DispatcherServlet.LOCALE_RESOLVER_BEAN_NAME)
final class PageLocaleResolver extends AcceptHeaderLocaleResolver implements LocaleContextResolver {

	/**
	 * The languages of the message bundles.
	 */
	static final List<Locale> ALL = Stream.of("en", "es", "fr", "de", "pt", "zh", "ja", "ar", "hi")
		.map(Locale::forLanguageTag)
		.toList();

	private static final String COOKIE = "language";

	private static final String ZONE_COOKIE = "zone";

	private static final ZoneId UTC = ZoneId.of("UTC");

	private static final Duration KEPT = Duration.ofDays(365);

	PageLocaleResolver() {
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
	public TimeZoneAwareLocaleContext resolveLocaleContext(HttpServletRequest request) {
		return new SimpleTimeZoneAwareLocaleContext(resolveLocale(request), TimeZone.getTimeZone(zone(request)));
	}

	private static ZoneId zone(HttpServletRequest request) {
		Cookie zone = WebUtils.getCookie(request, ZONE_COOKIE);
		try {
			return (zone != null) ? ZoneId.of(zone.getValue()) : UTC;
		}
		catch (DateTimeException ex) {
			return UTC;
		}
	}

	@Override
	public void setLocaleContext(HttpServletRequest request, @Nullable HttpServletResponse response,
			@Nullable LocaleContext context) {
		setLocale(request, response, (context != null) ? context.getLocale() : null);
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
