package chat.foyer.web;

import org.thymeleaf.spring6.view.ThymeleafViewResolver;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Compresses pages, gives each the appearance that its reader has chosen, and gives JSON
 * clients no pages that refuse a request.
 */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration implements WebMvcConfigurer {

	private final MessageSource messages;

	PagesConfiguration(MessageSource messages) {
		this.messages = messages;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new AppearanceInterceptor());
		registry.addInterceptor(new ProblemInterceptor(this.messages));
	}

	@Bean
	SmartInitializingSingleton compressedPages(ThymeleafViewResolver resolver) {
		return () -> resolver.setViewClass(PageView.class);
	}

}
