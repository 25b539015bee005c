package chat.foyer.file;

import chat.foyer.room.RoomRegistry;
import chat.foyer.web.UploadRequests;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Reads the forms with files before their tokens are checked.
 */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

	@Bean
	Customizer<HttpSecurity> uploadSecurity(RoomRegistry registry, UploadService uploads, FileStore store,
			UploadSlots slots, UploadProblems problems, LocaleResolver languages) {
		UploadFilter filter = new UploadFilter(registry, uploads, store, slots, problems, languages);
		return (http) -> http.addFilterBefore(filter, CsrfFilter.class)
			// No application that shares has a token; the filter asks the browser
			// instead.
			.csrf((csrf) -> csrf.ignoringRequestMatchers(UploadRequests::isShare));
	}

}
