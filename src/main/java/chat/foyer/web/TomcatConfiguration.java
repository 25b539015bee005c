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
 * What the web server answers when no page can.
 */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> bareErrorReports() {
		return (factory) -> factory
			.addContextCustomizers((context) -> reportErrorsBarely((StandardHost) context.getParent()));
	}

	private static void reportErrorsBarely(StandardHost host) {
		Pipeline pipeline = host.getPipeline();
		for (Valve valve : pipeline.getValves()) {
			if (valve instanceof ErrorReportValve) {
				pipeline.removeValve(valve);
			}
		}
		pipeline.addValve(new BareErrorReport());
		// Otherwise the host adds one that tells the version.
		host.setErrorReportValveClass(BareErrorReport.class.getName());
	}

}
