package chat.foyer.live.handshake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RefusalCounter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Rejects a handshake (403) unless it has one {@code Origin} header, and that is an
 * allowed origin: one of {@code foyer.allowed-origins}, or the server's own as it
 * understands the request. Spring checks the same, but accepts a handshake without the
 * header, and does not log refusals.
 * <p>
 * Thread-safe. Called on request threads; does not block.
 */
@Component
public class OriginHandshakeInterceptor implements HandshakeInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(OriginHandshakeInterceptor.class);

	private static final Pattern ORIGIN = Pattern
		.compile("[A-Za-z][A-Za-z0-9+.-]*://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

	private static final Pattern NOT_FOR_THE_LOG = Pattern.compile("[^\\x20-\\x7E]");

	private static final int MOST_LOGGED = 200;

	private static final long LOG_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final CorsConfiguration configured = new CorsConfiguration();

	private final RefusalCounter refusals;

	private final LongSupplier nanos;

	private final AtomicLong loggedAt;

	@Autowired
	OriginHandshakeInterceptor(LiveProperties properties, RefusalCounter refusals) {
		this(properties, refusals, System::nanoTime);
	}

	OriginHandshakeInterceptor(LiveProperties properties, RefusalCounter refusals, LongSupplier nanos) {
		this.configured.setAllowedOrigins(properties.allowedOrigins());
		this.refusals = refusals;
		this.nanos = nanos;
		this.loggedAt = new AtomicLong(nanos.getAsLong() - LOG_EVERY_NANOS);
	}

	/**
	 * Whether pages of an origin may open a live connection to the server at the address
	 * of a request.
	 * @param origin the origin as the client sends it: any text
	 */
	boolean isAllowed(String origin, HttpServletRequest request) {
		return ORIGIN.matcher(origin).matches()
				&& (isSame(origin, originOf(request)) || this.configured.checkOrigin(origin) != null);
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		HttpServletRequest handshake = ((ServletServerHttpRequest) request).getServletRequest();
		List<String> origins = request.getHeaders().getOrEmpty("Origin");
		if (origins.size() == 1 && isAllowed(origins.get(0), handshake)) {
			return true;
		}
		this.refusals.count(ErrorCode.FORBIDDEN);
		response.setStatusCode(HttpStatus.FORBIDDEN);
		if (!origins.isEmpty()) {
			log(String.join(", ", origins), withoutUsualPort(originOf(handshake)));
		}
		return false;
	}

	private void log(String origin, String own) {
		long now = this.nanos.getAsLong();
		long last = this.loggedAt.get();
		if (now - last >= LOG_EVERY_NANOS && this.loggedAt.compareAndSet(last, now)) {
			logger.warn(
					"Refusing live connections of pages at {}, because this server is {} as it sees the requests. "
							+ "Behind a reverse proxy, set server.forward-headers-strategy=native and let the proxy "
							+ "pass on the host, port and protocol; or list the pages' origin in foyer.allowed-origins",
					forLog(origin), forLog(own));
		}
	}

	private static String forLog(String text) {
		String printable = NOT_FOR_THE_LOG.matcher(text).replaceAll("?");
		return printable.substring(0, Math.min(printable.length(), MOST_LOGGED));
	}

	private static String originOf(HttpServletRequest request) {
		return request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort();
	}

	private static boolean isSame(String origin, String other) {
		return withoutUsualPort(origin).equals(withoutUsualPort(other));
	}

	private static String withoutUsualPort(String origin) {
		String lower = origin.toLowerCase(Locale.ROOT);
		String usual = lower.startsWith("https:") ? ":443" : ":80";
		return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
		// Nothing to release.
	}

}
