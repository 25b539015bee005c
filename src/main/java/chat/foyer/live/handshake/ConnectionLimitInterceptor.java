package chat.foyer.live.handshake;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.Guests;
import chat.foyer.room.Guest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Rejects a handshake when the node, the guest or the client address has reached its
 * connection limit (503 or 429, with {@code Retry-After}). Of connections that have not
 * sent a CONNECT yet, the oldest gives way to the newest instead.
 *
 * <p>
 * Thread-safe. Called on request threads; does not block.
 */
@Component
public class ConnectionLimitInterceptor implements HandshakeInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionLimitInterceptor.class);

	private static final String ADDRESS = ConnectionLimitInterceptor.class.getName() + ".ADDRESS";

	private static final int UNENTERED_PER_GUEST = 2;

	private final ConnectionRegistry connections;

	private final LimitsProperties limits;

	private final RefusalCounter refusals;

	private final boolean isProxyConfigured;

	private final AtomicBoolean isWarned = new AtomicBoolean();

	@Autowired
	public ConnectionLimitInterceptor(ConnectionRegistry connections, LimitsProperties limits, RefusalCounter refusals,
			ServerProperties server) {
		this(connections, limits, refusals, server.getForwardHeadersStrategy() != ForwardHeadersStrategy.NONE);
	}

	/**
	 * Creates an interceptor.
	 * @param isProxyConfigured whether the web server replaces the address of a reverse
	 * proxy by that of the client
	 */
	public ConnectionLimitInterceptor(ConnectionRegistry connections, LimitsProperties limits, RefusalCounter refusals,
			boolean isProxyConfigured) {
		this.connections = connections;
		this.limits = limits;
		this.refusals = refusals;
		this.isProxyConfigured = isProxyConfigured;
	}

	/**
	 * Returns the client address of a connection.
	 * @param attributes the attributes of its handshake
	 */
	public static ClientAddress addressOf(Map<String, Object> attributes) {
		Assert.state(attributes.get(ADDRESS) instanceof ClientAddress, "The handshake was not intercepted");
		return (ClientAddress) attributes.get(ADDRESS);
	}

	/**
	 * Returns the limit that a further connection would exceed; empty if there is room.
	 */
	Optional<ConnectionLimit> exceeded(@Nullable Guest guest, ClientAddress address) {
		if (this.connections.all().size() >= this.limits.connectionsPerNode()) {
			return Optional.of(ConnectionLimit.NODE);
		}
		if (guest != null && isReached(this.connections.of(guest), this.limits.connectionsPerGuest())) {
			return Optional.of(ConnectionLimit.GUEST);
		}
		return isReached(this.connections.of(address), this.limits.connectionsOf(address))
				? Optional.of(ConnectionLimit.ADDRESS) : Optional.empty();
	}

	/**
	 * Returns the client address of a request. A reverse proxy that is not configured has
	 * one address for all its users, so the limit of unentered connections does not apply
	 * to requests with its headers. The limit of all connections does, since any client
	 * can send such headers.
	 */
	public ClientAddress addressOf(HttpRequest request, String remote) {
		ClientAddress address = ClientAddress.of(remote);
		HttpHeaders headers = request.getHeaders();
		if (this.isProxyConfigured
				|| !(headers.containsHeader("X-Forwarded-For") || headers.containsHeader("Forwarded"))) {
			return address;
		}
		if (!this.isWarned.getAndSet(true)) {
			logger.warn("All requests with X-Forwarded-For or Forwarded count as one client per address: "
					+ "set server.forward-headers-strategy=native if they come from a reverse proxy");
		}
		return address.forwarding();
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		ClientAddress address = addressOf(request,
				((ServletServerHttpRequest) request).getServletRequest().getRemoteAddr());
		attributes.put(ADDRESS, address);
		Optional<ConnectionLimit> exceeded = exceeded(Guests.of(request.getPrincipal()).orElse(null), address);
		exceeded.ifPresent((limit) -> {
			this.refusals.count(limit.refusal());
			response.setStatusCode(limit.status());
			response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(limit.retryAfter()));
		});
		return exceeded.isEmpty();
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
		// Nothing to release: limits count open connections.
	}

	/**
	 * Enforces the limits on a connection that was just added: closes it if concurrent
	 * handshakes have exceeded a limit and it is beyond that, and closes the oldest
	 * unentered connections of its guest and address if there are too many.
	 */
	public void recheck(Connection connection) {
		if (isBeyond(connection, this.connections.all(), this.limits.connectionsPerNode())) {
			close(connection, ErrorCode.UNAVAILABLE, CloseStatuses.FULL);
			return;
		}
		ClientAddress address = connection.address();
		if (isBeyond(connection, this.connections.of(connection.guest()), this.limits.connectionsPerGuest())
				|| isBeyond(connection, this.connections.of(address), this.limits.connectionsOf(address))) {
			close(connection, ErrorCode.RATE_LIMITED, CloseStatuses.RATE_LIMITED);
			return;
		}
		int unentered = this.limits.unenteredOf(address);
		if (unentered < Integer.MAX_VALUE) {
			closeOldest(
					this.connections.of(connection.guest())
						.stream()
						.filter((other) -> other.address().value().equals(address.value())),
					Math.min(UNENTERED_PER_GUEST, unentered));
			closeOldest(this.connections.of(address).stream(), unentered);
		}
	}

	private static boolean isReached(Collection<Connection> connections, int limit) {
		return connections.size() >= limit
				&& connections.stream().filter((connection) -> !connection.isClosing()).count() >= limit;
	}

	/**
	 * Whether as many connections as there may be were added before this one. Only those
	 * beyond the limit find that, however many were added at the same time.
	 */
	private static boolean isBeyond(Connection connection, Collection<Connection> connections, int limit) {
		return connections.size() > limit && connections.stream()
			.filter((other) -> other.number() < connection.number() && !other.isClosing())
			.count() >= limit;
	}

	private void closeOldest(Stream<Connection> connections, int limit) {
		connections.filter((connection) -> !connection.liveness().isConnected() && !connection.isClosing())
			.sorted(Comparator.comparingLong(Connection::number).reversed())
			.skip(limit)
			.forEach((oldest) -> close(oldest, ErrorCode.RATE_LIMITED, CloseStatuses.REPLACED));
	}

	private void close(Connection connection, ErrorCode refusal, CloseStatus status) {
		this.refusals.count(refusal);
		connection.close(status);
	}

}
