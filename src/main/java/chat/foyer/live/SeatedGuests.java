package chat.foyer.live;

import java.util.Map;

import chat.foyer.limit.Refusals;
import chat.foyer.message.Refusal;
import chat.foyer.room.RoomRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Rejects a handshake (403) unless the guest has a seat in at least one room. Called on
 * request threads; reads the database.
 */
@Component
class SeatedGuests implements HandshakeInterceptor {

	private final RoomRegistry registry;

	private final Refusals refusals;

	SeatedGuests(RoomRegistry registry, Refusals refusals) {
		this.registry = registry;
		this.refusals = refusals;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		boolean isSeated = Guests.of(request.getPrincipal())
			.filter((guest) -> !this.registry.findAll(guest).isEmpty())
			.isPresent();
		if (!isSeated) {
			this.refusals.count(Refusal.NOT_A_MEMBER);
			response.setStatusCode(HttpStatus.FORBIDDEN);
		}
		return isSeated;
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
		// Nothing to release.
	}

}
