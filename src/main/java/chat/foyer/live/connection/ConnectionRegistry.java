package chat.foyer.live.connection;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import chat.foyer.limit.ClientAddress;
import chat.foyer.room.Guest;
import chat.foyer.room.NodeBuried;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * The open connections of this node, by id, guest and client address. Thread-safe; the
 * collections returned are live views.
 */
@Component
public class ConnectionRegistry {

	private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

	private final Map<String, Connection> open = new ConcurrentHashMap<>();

	private final Map<Guest, Set<Connection>> openByGuest = new ConcurrentHashMap<>();

	private final Map<String, Set<Connection>> openByAddress = new ConcurrentHashMap<>();

	private final Set<String> ending = ConcurrentHashMap.newKeySet();

	private long lastNumber;

	private volatile boolean isStopping;

	/**
	 * Adds a connection, and gives it the next number. When the server is stopping the
	 * connection is closed.
	 */
	public void add(Connection connection) {
		// Under a lock, so that every connection with a lower number can be found.
		synchronized (this) {
			this.lastNumber++;
			connection.setNumber(this.lastNumber);
			this.open.put(connection.id(), connection);
			add(this.openByGuest, connection.guest(), connection);
			add(this.openByAddress, connection.address().value(), connection);
		}
		if (this.isStopping) {
			connection.close(CloseStatus.GOING_AWAY);
		}
	}

	/**
	 * Removes a connection that is closed. The caller calls {@link #ended} when nothing
	 * is left of it.
	 */
	public Optional<Connection> remove(String id) {
		this.ending.add(id);
		Optional<Connection> connection = Optional.ofNullable(this.open.remove(id));
		connection.ifPresent((gone) -> {
			remove(this.openByGuest, gone.guest(), gone);
			remove(this.openByAddress, gone.address().value(), gone);
		});
		return connection;
	}

	/**
	 * Notes that a removed connection has ended its subscriptions.
	 */
	public void ended(String id) {
		this.ending.remove(id);
		if (this.isStopping) {
			synchronized (this) {
				notifyAll();
			}
		}
	}

	public Optional<Connection> find(String id) {
		return Optional.ofNullable(this.open.get(id));
	}

	public boolean isOpen(Connection connection) {
		return this.open.containsKey(connection.id());
	}

	public Collection<Connection> all() {
		return this.open.values();
	}

	/**
	 * The connections of a guest.
	 */
	public Set<Connection> of(Guest guest) {
		return this.openByGuest.getOrDefault(guest, Set.of());
	}

	/**
	 * The connections from a client address, whatever the requests say about proxies.
	 */
	public Set<Connection> of(ClientAddress address) {
		return this.openByAddress.getOrDefault(address.value(), Set.of());
	}

	/**
	 * Closes all connections with 1001 (RFC 6455, 7.4.1) when the server stops, and waits
	 * at most 2 s until they have ended. The web server itself, which stops later, would
	 * drop them without a close frame.
	 */
	@EventListener(ContextClosedEvent.class)
	void stop() throws InterruptedException {
		closeAll();
		long end = System.nanoTime() + CLOSE_WITHIN.toNanos();
		synchronized (this) {
			long millis = CLOSE_WITHIN.toMillis();
			while (millis > 0 && !(this.open.isEmpty() && this.ending.isEmpty())) {
				wait(millis);
				millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
			}
		}
	}

	/**
	 * Closes all connections with 1012 (Service Restart), so that their clients come
	 * back. Does not block.
	 */
	@EventListener(NodeBuried.class)
	void restartAll() {
		this.open.values().forEach((connection) -> connection.close(CloseStatus.SERVICE_RESTARTED));
	}

	/**
	 * Closes all connections, and those that are added from now on. Does not block.
	 */
	void closeAll() {
		this.isStopping = true;
		this.open.values().forEach((connection) -> connection.close(CloseStatus.GOING_AWAY));
	}

	private static <K> void add(Map<K, Set<Connection>> index, K key, Connection connection) {
		index.compute(key, (same, connections) -> {
			Set<Connection> all = (connections != null) ? connections : ConcurrentHashMap.newKeySet(1);
			all.add(connection);
			return all;
		});
	}

	private static <K> void remove(Map<K, Set<Connection>> index, K key, Connection connection) {
		index.computeIfPresent(key, (same, connections) -> {
			connections.remove(connection);
			return connections.isEmpty() ? null : connections;
		});
	}

}
