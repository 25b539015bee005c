package chat.foyer.web;

import chat.foyer.limit.LimitsProperties;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.web.http.CookieSerializer;

/**
 * The cookies. Under TLS they are for TLS only and bear a prefix by which browsers
 * promise that nobody but this very host has set them; those without it then count for
 * nothing. Whether a request came under TLS is found out for each.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitsProperties.class)
class CookiesConfiguration {

	/**
	 * RFC 6265bis, 4.1.3.2: takes {@code Secure}, the path {@code /} and no domain.
	 */
	static final String HOST_ONLY = "__Host-";

	static final String SAME_SITE = "Lax";

	@Bean
	CookieSerializer cookieSerializer(LimitsProperties limits) {
		return new SessionCookies(limits.sessionLifetime());
	}

	@Bean
	CsrfTokenRepository csrfTokenRepository() {
		return new CsrfCookies();
	}

}
