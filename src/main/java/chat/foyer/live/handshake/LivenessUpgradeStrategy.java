package chat.foyer.live.handshake;

import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import chat.foyer.live.connection.ConnectionLiveness;
import chat.foyer.live.connection.SocketWriter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.Assert;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/**
 * Upgrades a request to a WebSocket that has a {@link ConnectionLiveness} from the first
 * byte on, a {@link SocketWriter}, and no extensions. Compression (RFC 7692) would take
 * more than 100 KB of memory a connection, and deflate the same message again for each
 * member.
 */
public final class LivenessUpgradeStrategy extends StandardWebSocketUpgradeStrategy {

	private static final String LIVENESS = LivenessUpgradeStrategy.class.getName() + ".LIVENESS";

	private static final String WRITER = LivenessUpgradeStrategy.class.getName() + ".WRITER";

	private final int framesPerSecond;

	/**
	 * Creates an upgrade strategy.
	 * @param framesPerSecond how many frames a connection may send in the long run
	 */
	public LivenessUpgradeStrategy(int framesPerSecond) {
		this.framesPerSecond = framesPerSecond;
	}

	/**
	 * Returns the liveness of a connection, which its socket feeds.
	 * @param attributes the attributes of its handshake
	 */
	public static ConnectionLiveness livenessOf(Map<String, Object> attributes) {
		return get(attributes, LIVENESS, ConnectionLiveness.class);
	}

	/**
	 * Returns the writer to the socket of a connection.
	 * @param attributes the attributes of its handshake
	 */
	public static SocketWriter writerOf(Map<String, Object> attributes) {
		return get(attributes, WRITER, SocketWriter.class);
	}

	private static <T> T get(Map<String, Object> attributes, String name, Class<T> type) {
		Object value = attributes.get(name);
		Assert.state(value != null, "The handshake was not upgraded by this strategy");
		return type.cast(value);
	}

	@Override
	public void upgrade(ServerHttpRequest request, ServerHttpResponse response, @Nullable String protocol,
			List<WebSocketExtension> extensions, @Nullable Principal guest, WebSocketHandler handler,
			Map<String, Object> attributes) {
		ConnectionLiveness liveness = new ConnectionLiveness(System.nanoTime(), this.framesPerSecond);
		SocketWriter writer = new SocketWriter();
		attributes.put(LIVENESS, liveness);
		attributes.put(WRITER, writer);
		super.upgrade(new ServletServerHttpRequest(new LiveRequest(getHttpServletRequest(request), liveness, writer)),
				response, protocol, List.of(), guest, handler, attributes);
	}

	private static final class LiveRequest extends HttpServletRequestWrapper {

		private final ConnectionLiveness liveness;

		private final SocketWriter writer;

		private LiveRequest(HttpServletRequest request, ConnectionLiveness liveness, SocketWriter writer) {
			super(request);
			this.liveness = liveness;
			this.writer = writer;
		}

		/**
		 * Hides the HTTP session from the web server, which would hold on to it, and
		 * through it to the request and the answer, for as long as the connection lasts.
		 */
		@Override
		public @Nullable HttpSession getSession(boolean create) {
			return null;
		}

		/**
		 * Hides the extensions that are offered, which the web server reads for itself.
		 */
		@Override
		public Enumeration<String> getHeaders(String name) {
			return WebSocketHttpHeaders.SEC_WEBSOCKET_EXTENSIONS.equalsIgnoreCase(name) ? Collections.emptyEnumeration()
					: super.getHeaders(name);
		}

		@Override
		public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
			LivenessUpgradeHandler upgraded = super.upgrade(LivenessUpgradeHandler.class);
			upgraded.connect(this.liveness, this.writer);
			return type.cast(upgraded);
		}

	}

}
