package chat.foyer.live;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import chat.foyer.room.Guest;
import chat.foyer.room.SeatFreed;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * The connections that are open.
 */
@Component
class Connections {

	private final Map<String, Connection> open = new ConcurrentHashMap<>();

	private final Map<Guest, Set<Connection>> openByGuest = new ConcurrentHashMap<>();

	private volatile boolean isStopping;

	void add(Connection connection) {
		this.open.put(connection.id(), connection);
		this.openByGuest.compute(connection.guest(), (guest, connections) -> {
			Set<Connection> all = (connections != null) ? connections : ConcurrentHashMap.newKeySet(1);
			all.add(connection);
			return all;
		});
		if (this.isStopping) {
			connection.close(CloseStatus.GOING_AWAY);
		}
	}

	Optional<Connection> remove(String id) {
		Optional<Connection> connection = Optional.ofNullable(this.open.remove(id));
		connection.ifPresent((gone) -> this.openByGuest.computeIfPresent(gone.guest(), (guest, connections) -> {
			connections.remove(gone);
			return connections.isEmpty() ? null : connections;
		}));
		return connection;
	}

	Optional<Connection> find(String id) {
		return Optional.ofNullable(this.open.get(id));
	}

	boolean isOpen(Connection connection) {
		return this.open.containsKey(connection.id());
	}

	Collection<Connection> all() {
		return this.open.values();
	}

	/**
	 * The connections of a guest.
	 */
	Set<Connection> of(Guest guest) {
		return this.openByGuest.getOrDefault(guest, Set.of());
	}

	/**
	 * Whoever gave up a seat hears no more of its room. The connection is closed as a
	 * whole: one that carries other rooms too comes back for them by itself.
	 */
	@EventListener
	void on(SeatFreed freed) {
		of(new Guest(freed.seat().guest())).stream()
			.filter((connection) -> connection.listens(freed.seat()))
			.forEach((connection) -> connection.close(Cuts.SESSION_ENDED));
	}

	/**
	 * The server stops. Closing now, before the web server does, tells the other ends so
	 * (RFC 6455, 7.4.1: 1001) instead of leaving them with a line that went dead.
	 */
	@EventListener(ContextClosedEvent.class)
	void closeAll() {
		this.isStopping = true;
		this.open.values().forEach((connection) -> connection.close(CloseStatus.GOING_AWAY));
	}

}
