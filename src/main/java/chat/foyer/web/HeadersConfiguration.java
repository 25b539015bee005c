package chat.foyer.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.PermissionsPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter.XFrameOptionsMode;

/**
 * What every answer tells the browser to guard. Spring Security's own filter would come
 * too late for what its firewall refuses, and not at all for the pages of errors.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PageHeadersProperties.class)
class HeadersConfiguration {

	private static final Duration TLS_ONLY_FOR = Duration.ofDays(365);

	/**
	 * Nothing of this is used here, so nothing that would be brought in could use it.
	 */
	private static final List<String> UNUSED = List.of("camera", "display-capture", "geolocation", "microphone",
			"payment", "usb");

	/**
	 * Scripts and style sheets. What only applies to documents would be a fifth of what a
	 * first visit loads of them.
	 */
	private static final Pattern PART_OF_PAGE = Pattern.compile("/(js|css|webjars)/.*\\.(js|css)");

	@Bean
	FilterRegistrationBean<PageHeadersFilter> pageHeaders(PageHeadersProperties properties) {
		FilterRegistrationBean<PageHeadersFilter> filter = new FilterRegistrationBean<>(
				new PageHeadersFilter(writers(properties)));
		filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
		filter.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
		return filter;
	}

	private static List<HeaderWriter> writers(PageHeadersProperties properties) {
		String frameAncestors = properties.frameAncestors();
		List<HeaderWriter> writers = new ArrayList<>();
		writers.add(new ContentSecurityPolicy(frameAncestors));
		writers.add(new XContentTypeOptionsHeaderWriter());
		writers.add(new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER));
		writers.add(ofDocuments(openerPolicy()));
		writers.add(resourcePolicy());
		writers.add(ofDocuments(new PermissionsPolicyHeaderWriter(String.join("=(), ", UNUSED) + "=()")));
		writers.add(new HstsHeaderWriter(new StrictTransport(properties.hsts()), TLS_ONLY_FOR.toSeconds(), false));
		writers.add(new CacheControlHeadersWriter());
		// For browsers that do not know frame-ancestors; it cannot name origins.
		switch (frameAncestors.toLowerCase(Locale.ROOT)) {
			case "'none'" -> writers.add(ofDocuments(new XFrameOptionsHeaderWriter(XFrameOptionsMode.DENY)));
			case "'self'" -> writers.add(ofDocuments(new XFrameOptionsHeaderWriter(XFrameOptionsMode.SAMEORIGIN)));
			default -> {
			}
		}
		return writers;
	}

	private static HeaderWriter ofDocuments(HeaderWriter writer) {
		return new DelegatingRequestMatcherHeaderWriter((request) -> !PART_OF_PAGE.matcher(path(request)).matches(),
				writer);
	}

	private static String path(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

	private static HeaderWriter openerPolicy() {
		CrossOriginOpenerPolicyHeaderWriter writer = new CrossOriginOpenerPolicyHeaderWriter();
		writer.setPolicy(CrossOriginOpenerPolicy.SAME_ORIGIN);
		return writer;
	}

	private static HeaderWriter resourcePolicy() {
		CrossOriginResourcePolicyHeaderWriter writer = new CrossOriginResourcePolicyHeaderWriter();
		writer.setPolicy(CrossOriginResourcePolicy.SAME_ORIGIN);
		return writer;
	}

}
