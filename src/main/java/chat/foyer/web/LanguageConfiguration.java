package chat.foyer.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;

/**
 * In which language pages are written.
 */
@Configuration(proxyBeanMethods = false)
class LanguageConfiguration {

	/**
	 * Spring MVC finds it by this name.
	 */
	@Bean
	LocaleResolver localeResolver() {
		return new ReaderLanguage();
	}

}
