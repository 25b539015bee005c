package chat.foyer.live;

import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/**
 * Makes a WebSocket of a request, with its {@link Pulse} from the first byte on and
 * without extensions. The one there is, compression (RFC 7692), takes a hundred KB of
 * memory a connection and more, and deflates the same line anew for each member.
 */
final class LiveUpgrade extends StandardWebSocketUpgradeStrategy {

	private static final String PULSE = LiveUpgrade.class.getName() + ".PULSE";

	/**
	 * The pulse of a connection.
	 * @param attributes the attributes of its handshake
	 */
	static Pulse pulseOf(Map<String, Object> attributes) {
		return (attributes.get(PULSE) instanceof Pulse pulse) ? pulse : new Pulse(System.nanoTime());
	}

	@Override
	public void upgrade(ServerHttpRequest request, ServerHttpResponse response, @Nullable String protocol,
			List<WebSocketExtension> extensions, @Nullable Principal guest, WebSocketHandler handler,
			Map<String, Object> attributes) {
		Pulse pulse = new Pulse(System.nanoTime());
		attributes.put(PULSE, pulse);
		super.upgrade(new ServletServerHttpRequest(new LiveRequest(getHttpServletRequest(request), pulse)), response,
				protocol, List.of(), guest, handler, attributes);
	}

	private static final class LiveRequest extends HttpServletRequestWrapper {

		private final Pulse pulse;

		private LiveRequest(HttpServletRequest request, Pulse pulse) {
			super(request);
			this.pulse = pulse;
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
			LiveReading reading = super.upgrade(LiveReading.class);
			reading.tell(this.pulse);
			return type.cast(reading);
		}

	}

}
