package chat.foyer.web;

import org.apache.catalina.Pipeline;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.tomcat.websocket.server.Constants;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Fits the web server to many connections with little traffic each, and sets which
 * requests it accepts and what it answers to the others.
 */
@Configuration(proxyBeanMethods = false)
public class TomcatConfiguration {

	/**
	 * The size of the buffers of a connection, in bytes and in characters. WebSocket
	 * messages are read in parts of this size.
	 */
	public static final int BUFFER_SIZE = 512;

	/**
	 * Uploads are read in parts of this size: with 512 bytes they take twice as long.
	 * Each connection has such a buffer.
	 */
	private static final int READ_BUFFER_BYTES = 2 * 1024;

	/**
	 * Pages are written in parts of this size.
	 */
	private static final int PAGE_BUFFER_BYTES = 1024;

	/**
	 * The send buffer of the operating system. The default grows to megabytes, which
	 * hides for minutes that a client does not read.
	 */
	private static final int SEND_BUFFER_BYTES = 24 * 1024;

	/**
	 * A system property is the only way to set it. Tomcat, which has three such buffers
	 * for each WebSocket, of 8 KiB by default, reads it once.
	 */
	private static final String WEBSOCKET_BUFFER_PROPERTY = "org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE";

	/**
	 * Browsers send these characters as they were typed.
	 */
	private static final String UNENCODED = "\"<>[\\]^`{|}";

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> smallBuffers() {
		return (factory) -> {
			System.setProperty(WEBSOCKET_BUFFER_PROPERTY, String.valueOf(BUFFER_SIZE));
			factory.addContextCustomizers((context) -> {
				context.addParameter(Constants.TEXT_BUFFER_SIZE_SERVLET_CONTEXT_INIT_PARAM,
						String.valueOf(BUFFER_SIZE));
				context.addParameter(Constants.BINARY_BUFFER_SIZE_SERVLET_CONTEXT_INIT_PARAM,
						String.valueOf(BUFFER_SIZE));
			});
			factory.addConnectorCustomizers((connector) -> {
				connector.setProperty("socket.appReadBufSize", String.valueOf(READ_BUFFER_BYTES));
				connector.setProperty("socket.appWriteBufSize", String.valueOf(PAGE_BUFFER_BYTES));
				connector.setProperty("socket.txBufSize", String.valueOf(SEND_BUFFER_BYTES));
			});
		};
	}

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

	/**
	 * Sends 100 (Continue) only when the application reads the body, so that a client
	 * that waits for it never sends an upload that is refused.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodiesOnDemand() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> connector
			.setProperty("continueResponseTiming", ContinueResponseTiming.ON_REQUEST_BODY_READ.toString()));
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
