package chat.foyer.web;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;

import org.springframework.web.servlet.resource.ResourceUrlProvider;

/**
 * Writes the links of templates. Links to static files contain the hash of the file, so
 * that browsers keep it; other links stay as they are. Replaces Spring's
 * {@code ResourceUrlEncodingFilter}, which looks for a file behind every link.
 * Thread-safe.
 */
final class AssetLinkBuilder extends StandardLinkBuilder {

	private static final Pattern ASSET = Pattern.compile(StaticFilesConfiguration.ADDRESSES);

	private final Map<String, String> links = new ConcurrentHashMap<>();

	private final ResourceUrlProvider addresses;

	AssetLinkBuilder(ResourceUrlProvider addresses) {
		this.addresses = addresses;
	}

	@Override
	protected String computeContextPath(IExpressionContext context, @Nullable String base,
			@Nullable Map<String, Object> parameters) {
		return contextPath(context);
	}

	@Override
	protected String processLink(IExpressionContext context, String link) {
		String base = contextPath(context);
		String path = link.substring(Math.min(base.length(), link.length()));
		if (!ASSET.matcher(path).matches()) {
			return link;
		}
		// The addresses are not known before the server has started; no link is kept
		// then.
		String versioned = this.links.computeIfAbsent(path, this.addresses::getForLookupPath);
		return base + Objects.requireNonNullElse(versioned, path);
	}

	private static String contextPath(IExpressionContext context) {
		Object path = (context instanceof IWebContext web) ? web.getExchange().getRequest().getApplicationPath()
				: context.getVariable(FragmentCache.CONTEXT_PATH);
		return Objects.toString(path, "");
	}

}
