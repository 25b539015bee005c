package chat.foyer.web;

import chat.foyer.limit.LimitsProperties;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.web.http.CookieSerializer;

/**
 * Keeps sessions and the tokens of forms by cookies.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitsProperties.class)
class CookiesConfiguration {

	@Bean
	CookieSerializer cookieSerializer(LimitsProperties limits) {
		return new SessionCookies(limits.sessionLifetime());
	}

	@Bean
	CsrfTokenRepository csrfTokenRepository() {
		return new CsrfCookies();
	}

}
