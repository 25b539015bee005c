package chat.foyer.web;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.expression.ThymeleafEvaluationContext;

import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Renders parts of pages once for each language and values, and keeps them. The templates
 * of such parts use nothing of the request but the context path: no nonce, no token of a
 * form.
 * <p>
 * Holds 8,000,000 characters with their keys at most, none of which was unused for an
 * hour: deleted messages do not stay. Thread-safe.
 */
@Component
public class FragmentCache {

	/**
	 * The variable with the context path for links.
	 */
	public static final String CONTEXT_PATH = "contextPath";

	private static final int MAX_CHARACTERS = 8_000_000;

	/**
	 * The values of a line contain its text and its HTML once more.
	 */
	private static final int WITH_KEY = 3;

	private static final Duration UNUSED = Duration.ofHours(1);

	private final Cache<Key, String> parts = Caffeine.newBuilder()
		.maximumWeight(MAX_CHARACTERS)
		.weigher((Key key, String html) -> WITH_KEY * html.length())
		.expireAfterAccess(UNUSED)
		.build();

	private final ITemplateEngine templates;

	private final ApplicationContext beans;

	FragmentCache(ITemplateEngine templates, ApplicationContext beans) {
		this.templates = templates;
		this.beans = beans;
	}

	/**
	 * Returns the HTML of a part that depends on the language alone.
	 * @param template the name of the template, such as {@code fragments/keys}
	 * @param fragment the name of the fragment in it
	 */
	public String html(String template, String fragment, Locale language) {
		return html(template, fragment, language, Map.of());
	}

	/**
	 * Returns the HTML of a part.
	 * @param values the variables of the fragment, with values that do not change
	 */
	public String html(String template, String fragment, Locale language, Map<String, Object> values) {
		return this.parts.get(new Key(template, fragment, language, values),
				(key) -> this.templates.process(template, Set.of(fragment), context(language, values)));
	}

	private Context context(Locale language, Map<String, Object> values) {
		Context context = new Context(language, values);
		// One for each rendering, since it keeps the objects of the template that is
		// rendered.
		context.setVariable(ThymeleafEvaluationContext.THYMELEAF_EVALUATION_CONTEXT_CONTEXT_VARIABLE_NAME,
				new ThymeleafEvaluationContext(this.beans, null));
		return context;
	}

	private record Key(String template, String fragment, Locale language, Map<String, Object> values) {
	}

}
