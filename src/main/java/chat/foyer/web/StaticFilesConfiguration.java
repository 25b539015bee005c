package chat.foyer.web;

import java.util.List;

import org.thymeleaf.spring6.SpringTemplateEngine;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/**
 * Serves the static files and nothing else: Spring Boot's own handler for all addresses
 * would search every jar for each address that is no file.
 */
@Configuration(proxyBeanMethods = false)
class StaticFilesConfiguration implements WebMvcConfigurer {

	/**
	 * The addresses of static files below the context path. Without a repeated group,
	 * which would overflow the stack at long addresses.
	 */
	static final String ADDRESSES = "(?!.*/[/.])/(?:css|icons|js|unread|webjars)/[\\w./-]*\\w"
			+ "|/\\w[\\w-]*\\.(?:js|svg|webmanifest)";

	@Override
	public void addResourceHandlers(ResourceHandlerRegistry registry) {
		for (String folder : List.of("css", "icons", "js", "unread")) {
			add(registry, "classpath:/static/" + folder + "/", "/" + folder + "/**");
		}
		add(registry, "classpath:/static/", "/*.js", "/*.svg", "/*.webmanifest");
		add(registry, "classpath:/META-INF/resources/webjars/", "/webjars/**");
	}

	private static void add(ResourceHandlerRegistry registry, String location, String... patterns) {
		registry.addResourceHandler(patterns)
			.addResourceLocations(location)
			.setCacheControl(CacheControl.noCache())
			.setUseLastModified(false)
			.resourceChain(false)
			.addResolver(new CompressedResourceResolver())
			.addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
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

}
