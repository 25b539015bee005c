package chat.foyer.web;

import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Makes the pages for requests that do not reach the application. They stand by
 * themselves: the browser could not load a style sheet where it cannot load the page.
 * <p>
 * Thread-safe.
 */
@Component
class BareErrorPages {

	private final ObjectProvider<ITemplateEngine> templates;

	private final ObjectProvider<LocaleResolver> languages;

	private final String home;

	/**
	 * Takes providers: the web server starts before what they provide.
	 */
	BareErrorPages(ObjectProvider<ITemplateEngine> templates, ObjectProvider<LocaleResolver> languages,
			@Value("${server.servlet.context-path:}") String contextPath) {
		this.templates = templates;
		this.languages = languages;
		this.home = contextPath + "/";
	}

	/**
	 * Makes the page.
	 * @param status the status of the answer
	 * @param isOfAddress whether it is the address that was refused
	 * @param request the request as far as it could be read
	 */
	BareErrorPage page(HttpStatus status, boolean isOfAddress, HttpServletRequest request) {
		ITemplateEngine engine = this.templates.getIfAvailable();
		if (engine == null) {
			return new BareErrorPage(status.value() + " " + status.getReasonPhrase() + "\n");
		}
		return new BareErrorPage(engine.process("bare-error",
				new Context(language(request), Map.of("words", words(status, isOfAddress), "home", this.home))));
	}

	private static String words(HttpStatus status, boolean isOfAddress) {
		return switch (status) {
			case REQUEST_HEADER_FIELDS_TOO_LARGE -> "error.431";
			case NOT_FOUND, URI_TOO_LONG -> "error.404";
			case BAD_REQUEST -> isOfAddress ? "error.404" : "error";
			case SERVICE_UNAVAILABLE -> "error.503";
			default -> status.is5xxServerError() ? "error.5xx" : "error";
		};
	}

	private Locale language(HttpServletRequest request) {
		try {
			return this.languages.getObject().resolveLocale(request);
		}
		catch (RuntimeException ex) {
			// The headers are malformed, too.
			return Locale.ENGLISH;
		}
	}

}
