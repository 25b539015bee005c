package chat.foyer.live;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import chat.foyer.message.Refusal;
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

	static final CloseStatus SESSION_ENDED = CloseStatus.POLICY_VIOLATION.withReason(Refusal.SESSION_ENDED.word());

	static final CloseStatus RATE_LIMITED = CloseStatus.POLICY_VIOLATION.withReason(Refusal.RATE_LIMITED.word());

	private final Map<String, Connection> open = new ConcurrentHashMap<>();

	private volatile boolean isStopping;

	void add(Connection connection) {
		this.open.put(connection.id(), connection);
		if (this.isStopping) {
			connection.close(CloseStatus.GOING_AWAY);
		}
	}

	Optional<Connection> remove(String id) {
		return Optional.ofNullable(this.open.remove(id));
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
	 * Whoever gave up a seat hears no more of its room. The connection is closed as a
	 * whole: one that carries other rooms too comes back for them by itself.
	 */
	@EventListener
	void on(SeatFreed freed) {
		this.open.values()
			.stream()
			.filter((connection) -> connection.listens(freed.seat()))
			.forEach((connection) -> connection.close(SESSION_ENDED));
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
