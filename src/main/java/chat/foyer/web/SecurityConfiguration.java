package chat.foyer.web;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * What the browser is told to guard, and what it must bring along.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	/**
	 * Everybody may ask for everything: each room's own pages ask for a seat there. What
	 * is for those who run the server answers at a port of its own only.
	 */
	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, SecurityContextRepository contexts,
			CsrfTokenRepository csrfTokens, SessionAuthenticationStrategy sessions,
			ObjectProvider<AccessDeniedHandler> refused) throws Exception {
		return http
			.authorizeHttpRequests((requests) -> requests.requestMatchers(EndpointRequest.toAnyEndpoint())
				.access((guest, asked) -> new AuthorizationDecision(isManagement(asked.getRequest())))
				.anyRequest()
				.permitAll())
			.securityContext((context) -> context.securityContextRepository(contexts))
			.csrf((csrf) -> csrf.csrfTokenRepository(csrfTokens))
			.exceptionHandling((failures) -> refused.ifAvailable(failures::accessDeniedHandler))
			.sessionManagement((management) -> management.sessionAuthenticationStrategy(sessions))
			// HeadersConfiguration writes them.
			.headers((headers) -> headers.disable())
			.requestCache((cache) -> cache.disable())
			.logout((logout) -> logout.disable())
			.build();
	}

	/**
	 * Nobody watches the filters of Spring Security one by one, and every request would
	 * pay for it.
	 */
	@Bean
	SecurityObservationSettings securityObservationSettings() {
		return SecurityObservationSettings.noObservations();
	}

	@Bean
	SecurityContextRepository securityContextRepository() {
		return new HttpSessionSecurityContextRepository();
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

	/**
	 * The firewall rejects methods that no address supports, and malformed addresses.
	 */
	@Bean
	RequestRejectedHandler requestRejectedHandler() {
		return (request, response, rejection) -> {
			boolean isKnown = List.of(HttpMethod.values()).contains(HttpMethod.valueOf(request.getMethod()));
			response.sendError((isKnown ? HttpStatus.BAD_REQUEST : HttpStatus.NOT_IMPLEMENTED).value());
		};
	}

	private static boolean isManagement(HttpServletRequest request) {
		ApplicationContext server = WebApplicationContextUtils.getWebApplicationContext(request.getServletContext());
		return WebServerApplicationContext.hasServerNamespace(server, WebServerNamespace.MANAGEMENT.getValue());
	}

}
