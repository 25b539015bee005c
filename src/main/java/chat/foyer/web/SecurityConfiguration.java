package chat.foyer.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * What the browser is told to guard, and what it must bring along.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	/**
	 * Everybody may ask for everything: each room's own pages ask for a seat there. What
	 * is not for guests at all is refused here.
	 */
	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, SecurityContextRepository contexts,
			CsrfTokenRepository csrfTokens, SessionAuthenticationStrategy sessions) throws Exception {
		return http
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/actuator/health/liveness", "/actuator/health/readiness")
						.permitAll()
						.requestMatchers("/actuator/**")
						.denyAll()
						.anyRequest()
						.permitAll())
			.securityContext((context) -> context.securityContextRepository(contexts))
			.csrf((csrf) -> csrf.csrfTokenRepository(csrfTokens))
			.sessionManagement((management) -> management.sessionAuthenticationStrategy(sessions))
			// HeadersConfiguration writes them.
			.headers((headers) -> headers.disable())
			.requestCache((cache) -> cache.disable())
			.logout((logout) -> logout.disable())
			.build();
	}

	@Bean
	SecurityContextRepository securityContextRepository() {
		return new HttpSessionSecurityContextRepository();
	}

	/**
	 * In a cookie, so that whoever only looks at the entry form costs no session.
	 */
	@Bean
	CsrfTokenRepository csrfTokenRepository() {
		return new CookieCsrfTokenRepository();
	}

	/**
	 * Whoever walks in gets a new session id. The token stays: it would lock the forms of
	 * other tabs, and guards nothing more when it changes.
	 */
	@Bean
	SessionAuthenticationStrategy sessionAuthenticationStrategy() {
		return new ChangeSessionIdAuthenticationStrategy();
	}

	/**
	 * The dots of a room's name are written as {@code %2E}. Whole names that a path would
	 * lose, such as {@code ..}, are no names of rooms.
	 */
	@Bean
	HttpFirewall httpFirewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowUrlEncodedPeriod(true);
		return firewall;
	}

}
