package chat.foyer.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.expression.ThymeleafEvaluationContext;

import org.springframework.context.ApplicationContext;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Renders parts of pages once for each language and values, and keeps them. The templates
 * of such parts use nothing of the request but the context path, and the nonce and the
 * token of forms where {@link #part} fills them in: there {@code th:action} does not add
 * the token.
 * <p>
 * Holds 8,000,000 characters with their keys at most, none of which was unused for an
 * hour: deleted messages do not stay. Thread-safe.
 */
@Component
public class FragmentCache {

	/**
	 * The variable with the context path for links.
	 */
	static final String CONTEXT_PATH = "contextPath";

	/**
	 * The variable with the token of forms.
	 */
	private static final String CSRF = "csrf";

	private static final int MAX_CHARACTERS = 8_000_000;

	private static final Duration UNUSED = Duration.ofHours(1);

	private final Cache<Key, String> parts = Caffeine.newBuilder()
		.maximumWeight(MAX_CHARACTERS)
		.weigher((Key key, String html) -> key.copies * html.length())
		.expireAfterAccess(UNUSED)
		.build();

	/**
	 * What kept parts have in place of the nonce. It cannot be guessed, so no text of a
	 * guest contains it.
	 */
	private final String nonce = UUID.randomUUID().toString();

	/**
	 * What kept parts have in place of the token of forms.
	 */
	private final String token = UUID.randomUUID().toString();

	private final ITemplateEngine templates;

	private final ApplicationContext beans;

	FragmentCache(ITemplateEngine templates, ApplicationContext beans) {
		this.templates = templates;
		this.beans = beans;
	}

	/**
	 * Returns the HTML of a line.
	 * @param template the name of the template, such as {@code fragments/event}
	 * @param fragment the name of the fragment in it
	 * @param values the variables of the fragment, with values that do not change; they
	 * contain the text of the line and its HTML
	 */
	public String html(String template, String fragment, Locale language, Map<String, @Nullable Object> values) {
		Map<String, @Nullable Object> variables = new HashMap<>(values);
		variables.put(CONTEXT_PATH, contextPath());
		return html(new Key(template, fragment, language, variables, 3));
	}

	/**
	 * Returns the HTML of a part of the page of the current request, with its nonce and
	 * token. Called by templates.
	 * @param template the name of the template in the folder of fragments
	 * @param fragment the name of the fragment in it
	 * @param values the variables of the fragment, which may be null, with values that do
	 * not change
	 */
	public String part(String template, String fragment, Locale language, Map<String, @Nullable Object> values) {
		HttpServletRequest request = ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes())
			.getRequest();
		Map<String, @Nullable Object> variables = new HashMap<>(values);
		variables.put(CONTEXT_PATH, request.getContextPath());
		variables.put(PageHeadersFilter.NONCE, this.nonce);
		variables.put(CSRF, this.token);
		CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
		return html(new Key("fragments/" + template, fragment, language, variables, 1))
			.replace(this.nonce, String.valueOf(request.getAttribute(PageHeadersFilter.NONCE)))
			.replace(this.token, (csrf != null) ? csrf.getToken() : "");
	}

	/**
	 * The context path of the current request; empty outside one.
	 */
	private static String contextPath() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current)
				? current.getRequest().getContextPath() : "";
	}

	private String html(Key wanted) {
		return this.parts.get(wanted,
				(key) -> this.templates.process(key.template, Set.of(key.fragment), context(key.language, key.values)));
	}

	private Context context(Locale language, Map<String, @Nullable Object> values) {
		Context context = new Context(language, values);
		// One for each rendering, since it keeps the objects of the template that is
		// rendered.
		context.setVariable(ThymeleafEvaluationContext.THYMELEAF_EVALUATION_CONTEXT_CONTEXT_VARIABLE_NAME,
				new ThymeleafEvaluationContext(this.beans, null));
		return context;
	}

	/**
	 * What identifies a part.
	 *
	 * @param copies how often the key and the HTML contain the text of the part
	 */
	private record Key(String template, String fragment, Locale language, Map<String, @Nullable Object> values,
			int copies) {
	}

}
