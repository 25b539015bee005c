package chat.foyer.live;

import java.util.Map;
import java.util.Optional;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.limit.Refusals;
import chat.foyer.message.Refusal;
import chat.foyer.room.Guest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Lets nobody open more connections than are good for the others.
 */
@Component
class Crowd implements HandshakeInterceptor {

	private static final String ADDRESS = Crowd.class.getName() + ".ADDRESS";

	private static final String RETRY_AFTER_SECONDS = "10";

	private final Connections connections;

	private final LimitsProperties limits;

	private final Refusals refusals;

	Crowd(Connections connections, LimitsProperties limits, Refusals refusals) {
		this.connections = connections;
		this.limits = limits;
		this.refusals = refusals;
	}

	/**
	 * The address from which a connection was opened.
	 * @param attributes the attributes of its handshake
	 */
	static ClientAddress addressOf(Map<String, Object> attributes) {
		return (attributes.get(ADDRESS) instanceof ClientAddress address) ? address : new ClientAddress("");
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		ClientAddress address = ClientAddress
			.of(((ServletServerHttpRequest) request).getServletRequest().getRemoteAddr());
		attributes.put(ADDRESS, address);
		if (this.connections.all().size() >= this.limits.connectionsPerNode()) {
			return refuse(response, HttpStatus.SERVICE_UNAVAILABLE, Refusal.UNAVAILABLE);
		}
		Optional<Guest> guest = Guests.of(request.getPrincipal());
		boolean isTooMany = guest.filter((known) -> open(known) >= this.limits.connectionsPerGuest()).isPresent()
				|| unentered(address) >= this.limits.unenteredPerAddress();
		return !isTooMany || refuse(response, HttpStatus.TOO_MANY_REQUESTS, Refusal.RATE_LIMITED);
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
		// The connections that are open count, and nothing that would have to be given
		// back.
	}

	/**
	 * Closes a connection that came in while others of the same guest or address did.
	 */
	void look(Connection connection) {
		if (open(connection.guest()) > this.limits.connectionsPerGuest()
				|| unentered(connection.address()) > this.limits.unenteredPerAddress()) {
			this.refusals.count(Refusal.RATE_LIMITED);
			connection.close(Cuts.RATE_LIMITED);
		}
	}

	private long open(Guest guest) {
		return this.connections.of(guest).stream().filter((connection) -> !connection.isClosing()).count();
	}

	private long unentered(ClientAddress address) {
		return this.connections.all()
			.stream()
			.filter((connection) -> !connection.pulse().isConnected() && !connection.isClosing()
					&& connection.address().equals(address))
			.count();
	}

	private boolean refuse(ServerHttpResponse response, HttpStatus status, Refusal refusal) {
		this.refusals.count(refusal);
		response.setStatusCode(status);
		response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		return false;
	}

}
