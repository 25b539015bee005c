package chat.foyer.web;

import org.apache.catalina.Pipeline;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Which requests the web server takes, and what it answers to the others.
 */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

	/**
	 * Browsers send these characters as they were typed.
	 */
	private static final String UNENCODED = "\"<>[\\]^`{|}";

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> tolerantRequests() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> {
			connector.setProperty("relaxedPathChars", UNENCODED);
			connector.setProperty("relaxedQueryChars", UNENCODED);
			// Other applications on the host set cookies, too; the size of the headers is
			// limited anyway.
			connector.setMaxCookieCount(-1);
		});
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> bareErrorReports(BareErrorPages pages) {
		return (factory) -> factory
			.addContextCustomizers((context) -> report((StandardHost) context.getParent(), pages));
	}

	private static void report(StandardHost host, BareErrorPages pages) {
		Pipeline pipeline = host.getPipeline();
		for (Valve valve : pipeline.getValves()) {
			if (valve instanceof ErrorReportValve) {
				pipeline.removeValve(valve);
			}
		}
		pipeline.addValve(new BareErrorReport(pages));
		// Otherwise the host adds one that tells the version.
		host.setErrorReportValveClass(BareErrorReport.class.getName());
	}

}
