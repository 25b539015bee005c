package chat.foyer.operations;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Limits the connections of the web server to the file handles that the operating system
 * allows, less a reserve for the database and the server's own files. Connections beyond
 * the limit wait to be accepted; without it, accepting them would take the handles that
 * the database needs.
 */
@Component
class FileHandles implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(FileHandles.class);

	private static final int RESERVE = 512;

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.addConnectorCustomizers((connector) -> {
			int wanted = Integer.parseInt(String.valueOf(connector.getProperty("maxConnections")));
			int possible = forConnections(most(), wanted);
			if (possible < wanted) {
				logger.warn("Limiting connections to {} instead of {}: raise the file handle limit (ulimit -n)",
						possible, wanted);
				connector.setProperty("maxConnections", String.valueOf(possible));
			}
		});
	}

	/**
	 * After the settings have been applied.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	static int forConnections(long handles, int wanted) {
		return (int) Math.min(wanted, Math.max(handles / 2, handles - RESERVE));
	}

	private static long most() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE;
	}

}
