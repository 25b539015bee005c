package chat.foyer.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletContext;
import org.thymeleaf.spring6.SpringTemplateEngine;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.ContentVersionStrategy;
import org.springframework.web.servlet.resource.LiteWebJarsResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/**
 * Serves the static files and nothing else: Spring Boot's own handler for all addresses
 * would search every jar for each address that is no file.
 */
@Configuration(proxyBeanMethods = false)
class StaticFilesConfiguration {

	/**
	 * The addresses of static files below the context path. Without a repeated group,
	 * which would overflow the stack at long addresses.
	 */
	static final String ADDRESSES = "(?!.*/[/.])/(?:css|icons|js|unread|webjars)/[\\w./-]*\\w"
			+ "|/\\w[\\w-]*\\.(?:js|svg|webmanifest)";

	@Bean
	SimpleUrlHandlerMapping staticFiles(ApplicationContext context, ServletContext servlets) throws Exception {
		SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
		mapping.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
		Map<String, StaticFileHandler> handlers = new HashMap<>();
		for (String folder : List.of("css", "icons", "js", "unread")) {
			handlers.put("/" + folder + "/**", handler("classpath:/static/" + folder + "/", context, servlets));
		}
		StaticFileHandler files = handler("classpath:/static/", context, servlets);
		List.of("/*.js", "/*.svg", "/*.webmanifest").forEach((pattern) -> handlers.put(pattern, files));
		handlers.put("/webjars/**", handler("classpath:/META-INF/resources/webjars/", context, servlets));
		mapping.setUrlMap(handlers);
		return mapping;
	}

	private static StaticFileHandler handler(String location, ApplicationContext context, ServletContext servlets)
			throws Exception {
		StaticFileHandler handler = new StaticFileHandler();
		handler.setLocationValues(List.of(location));
		handler.setCacheControl(CacheControl.noCache());
		handler.setUseLastModified(false);
		handler.setResourceResolvers(List.of(new CompressedResourceResolver(),
				new VersionResourceResolver().addVersionStrategy(new ShortContentVersion(), "/**"),
				new LiteWebJarsResourceResolver(), new PathResourceResolver()));
		handler.setApplicationContext(context);
		handler.setServletContext(servlets);
		handler.afterPropertiesSet();
		return handler;
	}

	/**
	 * Makes the addresses known before the server accepts requests: pages keep their
	 * links.
	 */
	@Bean
	SmartInitializingSingleton assetLinks(SpringTemplateEngine templates, ResourceUrlProvider addresses,
			ApplicationContext context) {
		return () -> {
			addresses.onApplicationEvent(new ContextRefreshedEvent(context));
			templates.setLinkBuilder(new AssetLinkBuilder(addresses));
		};
	}

	/**
	 * Takes the beginning of the hash, which tells the versions of a file apart: a page
	 * names half a hundred files.
	 */
	private static final class ShortContentVersion extends ContentVersionStrategy {

		private static final int LENGTH = 8;

		@Override
		public String getResourceVersion(Resource resource) {
			return super.getResourceVersion(resource).substring(0, LENGTH);
		}

	}

}
