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
 * Lets the web server take no more connections than the operating system gives file
 * handles for, less some that the store and the server's own files need: whoever comes
 * then waits to be let in, and all goes on well for those who are. Without this the
 * server would try in vain, and lose what it needs by itself.
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
				logger.warn("Only {} connections are taken instead of {}, for want of file handles (ulimit -n)",
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
