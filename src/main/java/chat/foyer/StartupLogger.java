package chat.foyer;

import java.net.InetAddress;

import chat.foyer.operations.DurationText;
import chat.foyer.operations.LanAddresses;
import chat.foyer.retention.RetentionProperties;
import chat.foyer.store.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs the server's addresses, where its data is, and the retention period at the start,
 * and a line at the end.
 */
@Component
class StartupLogger implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(StartupLogger.class);

	private final ServerProperties server;

	private final LanAddresses lan;

	private final RetentionProperties retention;

	private final Database database;

	private volatile boolean isOpen;

	StartupLogger(ServerProperties server, LanAddresses lan, RetentionProperties retention, Database database) {
		this.server = server;
		this.lan = lan;
		this.retention = retention;
		this.database = database;
	}

	@EventListener
	void on(ApplicationReadyEvent ready) {
		if (ready.getApplicationContext() instanceof ServletWebServerApplicationContext context
				&& context.getWebServer() != null && context.getServletContext() != null) {
			String rest = ":" + context.getWebServer().getPort() + context.getServletContext().getContextPath() + "/";
			logger.info("Foyer is open: {}", address(localHost(this.server.getAddress()), rest));
			this.lan.hosts().forEach((host) -> logger.info("On your network: {}", address(host, rest)));
			logger.info("Everything is kept in {}", this.database.location());
			logger.info("Messages are kept for {}, then deleted (foyer.retention.keep)",
					DurationText.inWords(this.retention.keep()));
			this.isOpen = true;
		}
	}

	private String address(String host, String rest) {
		return (Ssl.isEnabled(this.server.getSsl()) ? "https://" : "http://") + host + rest;
	}

	/**
	 * Returns the host under which this machine reaches the server.
	 * @param bound the address that the server listens on; {@code null} for all
	 */
	static String localHost(@Nullable InetAddress bound) {
		return (bound == null || bound.isAnyLocalAddress() || bound.isLoopbackAddress()) ? "localhost"
				: LanAddresses.literal(bound);
	}

	@Override
	public void start() {
		// The line at the start waits until the application is ready.
	}

	@Override
	public void stop() {
		logger.info("Foyer is closed. Everything is kept in {}", this.database.location());
		this.isOpen = false;
	}

	@Override
	public boolean isRunning() {
		return this.isOpen;
	}

	/**
	 * The lowest phase, which stops last: all connections are closed and all events are
	 * stored by then.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
