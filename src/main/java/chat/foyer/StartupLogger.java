package chat.foyer;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import chat.foyer.operations.DurationText;
import chat.foyer.retention.RetentionProperties;
import chat.foyer.store.DataFolder;
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
 * Tells the operator where the server is, what it keeps and for how long; and at the end
 * that it is closed.
 */
@Component
class StartupLogger implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(StartupLogger.class);

	/**
	 * Networks of containers and virtual machines, which lead to no other computer.
	 */
	private static final String VIRTUAL = "(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel).*";

	private final ServerProperties server;

	private final RetentionProperties retention;

	private final Path folder;

	private volatile boolean isOpen;

	StartupLogger(ServerProperties server, RetentionProperties retention, DataFolder folder) {
		this.server = server;
		this.retention = retention;
		this.folder = folder.path();
	}

	@EventListener
	void on(ApplicationReadyEvent ready) {
		if (ready.getApplicationContext() instanceof ServletWebServerApplicationContext context
				&& context.getWebServer() != null && context.getServletContext() != null) {
			String rest = ":" + context.getWebServer().getPort() + context.getServletContext().getContextPath() + "/";
			logger.info("Foyer is open: {}", address(localHost(this.server.getAddress()), rest));
			hosts(this.server.getAddress()).forEach((host) -> logger.info("On your network: {}", address(host, rest)));
			logger.info("Everything is kept in {}", this.folder);
			logger.info("Messages are kept for {}, then deleted (foyer.retention.keep)",
					DurationText.inWords(this.retention.keep()));
			this.isOpen = true;
		}
	}

	private String address(String host, String rest) {
		return (Ssl.isEnabled(this.server.getSsl()) ? "https://" : "http://") + host + rest;
	}

	/**
	 * The host under which this machine reaches the server.
	 * @param bound the address that the server listens at; {@code null} for all
	 */
	static String localHost(@Nullable InetAddress bound) {
		return (bound == null || bound.isAnyLocalAddress() || bound.isLoopbackAddress()) ? "localhost" : literal(bound);
	}

	/**
	 * The hosts under which other machines reach the server: IPv4 addresses, since those
	 * can be typed.
	 * @param bound the address that the server listens at; {@code null} for all
	 */
	static List<String> hosts(@Nullable InetAddress bound) {
		if (bound != null && !bound.isAnyLocalAddress()) {
			return List.of();
		}
		try {
			return NetworkInterface.networkInterfaces()
				.filter((network) -> !network.getName().matches(VIRTUAL))
				.flatMap(StartupLogger::addresses)
				.filter((address) -> address instanceof Inet4Address && !address.isLoopbackAddress()
						&& !address.isLinkLocalAddress())
				.map(StartupLogger::literal)
				.toList();
		}
		catch (SocketException ex) {
			return List.of();
		}
	}

	private static Stream<InetAddress> addresses(NetworkInterface network) {
		try {
			return network.isUp() ? network.inetAddresses() : Stream.empty();
		}
		catch (SocketException ex) {
			return Stream.empty();
		}
	}

	private static String literal(InetAddress address) {
		String text = address.getHostAddress();
		return (address instanceof Inet4Address) ? text : "[" + text.replaceFirst("%.*", "") + "]";
	}

	@Override
	public void start() {
		// There is nothing to start.
	}

	@Override
	public void stop() {
		logger.info("Foyer is closed. Everything is kept in {}", this.folder);
		this.isOpen = false;
	}

	@Override
	public boolean isRunning() {
		return this.isOpen;
	}

	/**
	 * The lowest phase, which stops last: connections are closed and all events stored by
	 * then.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
