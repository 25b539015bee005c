package chat.foyer.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The page that browsers keep to show it where there is no connection.
 */
@Configuration(proxyBeanMethods = false)
class OfflineConfiguration implements WebMvcConfigurer {

	@Override
	public void addViewControllers(ViewControllerRegistry registry) {
		registry.addViewController("/offline").setViewName("offline");
	}

}
