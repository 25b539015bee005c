package chat.foyer.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/**
 * Serves scripts and styles without their comments, which are a third of their compressed
 * size. An address contains the hash of the file with its comments: a change of this
 * class needs a change of the files, or browsers keep what they have.
 */
@Configuration(proxyBeanMethods = false)
class StaticFilesConfiguration implements WebMvcConfigurer {

	/**
	 * A comment that stands on lines of its own.
	 */
	private static final Pattern COMMENT = Pattern.compile("^[ \t]*(?:/\\*.*?\\*/[ \t]*|//[^\n]*)\n",
			Pattern.MULTILINE | Pattern.DOTALL);

	@Override
	public void addResourceHandlers(ResourceHandlerRegistry registry) {
		for (String folder : List.of("/js/", "/css/")) {
			registry.addResourceHandler(folder + "**")
				.addResourceLocations("classpath:/static" + folder)
				.setCacheControl(CacheControl.noCache())
				.setUseLastModified(false)
				.resourceChain(true)
				.addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"))
				.addTransformer(StaticFilesConfiguration::transform);
		}
	}

	static String withoutComments(String source) {
		return COMMENT.matcher(source).replaceAll("");
	}

	private static Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
			throws IOException {
		Resource file = chain.transform(request, resource);
		String source = file.getContentAsString(StandardCharsets.UTF_8);
		return new TransformedResource(file, withoutComments(source).getBytes(StandardCharsets.UTF_8));
	}

}
