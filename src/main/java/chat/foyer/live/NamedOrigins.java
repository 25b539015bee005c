package chat.foyer.live;

import java.util.List;
import java.util.Map;

import chat.foyer.limit.Refusals;
import chat.foyer.message.Refusal;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Rejects a handshake (403) without exactly one well-formed {@code Origin} header. Spring
 * then checks that origin against the allowed ones, but accepts a handshake without any.
 */
@Component
class NamedOrigins implements HandshakeInterceptor {

	private static final String OPAQUE = "null";

	private static final int HIGHEST_PORT = 65_535;

	private final Refusals refusals;

	NamedOrigins(Refusals refusals) {
		this.refusals = refusals;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		List<String> origins = request.getHeaders().getOrEmpty("Origin");
		boolean isNamed = origins.size() == 1 && isOrigin(origins.get(0));
		if (!isNamed) {
			this.refusals.count(Refusal.FORBIDDEN);
			response.setStatusCode(HttpStatus.FORBIDDEN);
		}
		return isNamed;
	}

	/**
	 * Spring throws an exception for a port that is no number.
	 */
	private static boolean isOrigin(String origin) {
		try {
			return !origin.isBlank() && !OPAQUE.equals(origin)
					&& UriComponentsBuilder.fromUriString(origin).build().getPort() <= HIGHEST_PORT;
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return false;
		}
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
		// Nothing to release.
	}

}
