package chat.foyer.live.handshake;

import java.util.Map;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.live.connection.Guests;
import chat.foyer.room.RoomRegistry;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Rejects a handshake (403) unless the guest has a seat in at least one room, and
 * remembers the HTTP session of the others. Called on request threads; reads the
 * database.
 */
@Component
public class GuestHandshakeInterceptor implements HandshakeInterceptor {

	/**
	 * The attribute of a handshake with the id of its HTTP session.
	 */
	public static final String SESSION = GuestHandshakeInterceptor.class.getName() + ".SESSION";

	private final RoomRegistry registry;

	private final RefusalCounter refusals;

	GuestHandshakeInterceptor(RoomRegistry registry, RefusalCounter refusals) {
		this.registry = registry;
		this.refusals = refusals;
	}

	/**
	 * The id of the HTTP session with which a connection was opened.
	 * @param attributes the attributes of its handshake
	 */
	public static String sessionOf(Map<String, Object> attributes) {
		if (attributes.get(SESSION) instanceof String id) {
			return id;
		}
		throw new IllegalStateException("The handshake lets in guests with a session only");
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		boolean isSeated = Guests.of(request.getPrincipal())
			.filter((guest) -> !this.registry.findAll(guest).isEmpty())
			.isPresent();
		HttpSession session = ((ServletServerHttpRequest) request).getServletRequest().getSession(false);
		if (!isSeated || session == null) {
			this.refusals.count(ErrorCode.NOT_A_MEMBER);
			response.setStatusCode(HttpStatus.FORBIDDEN);
			return false;
		}
		attributes.put(SESSION, session.getId());
		return true;
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
		// Nothing to release.
	}

}
