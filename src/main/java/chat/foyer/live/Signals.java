package chat.foyer.live;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.room.GuestLookedAway;
import chat.foyer.room.GuestLookedBack;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The signals of the rooms: who is told of them. They are heard by a connection as long
 * as it listens to the room itself, and stored nowhere.
 */
@Component
class Signals {

	private final Map<RoomKey, Set<Subscription>> topics = new ConcurrentHashMap<>();

	private final ConnectionRegistry connections;

	private final StompFrames frames;

	Signals(ConnectionRegistry connections, StompFrames frames) {
		this.connections = connections;
		this.frames = frames;
	}

	/**
	 * Lets a connection hear the signals of a room under a subscription id, in the place
	 * of those that it heard under that id before.
	 * @param receipt the receipt that the connection asked for
	 */
	void subscribe(Connection connection, String id, RoomKey room, @Nullable String receipt) {
		unsubscribe(connection, id);
		connection.signals().put(id, room);
		this.topics.compute(room, (key, subscriptions) -> {
			Set<Subscription> all = (subscriptions != null) ? subscriptions : ConcurrentHashMap.newKeySet();
			all.add(new Subscription(connection, id));
			return all;
		});
		if (!this.connections.isOpen(connection)) {
			drop(connection);
		}
		if (receipt != null) {
			connection.send(this.frames.receipt(receipt));
		}
	}

	/**
	 * Lets a connection hear no more signals under a subscription id.
	 */
	void unsubscribe(Connection connection, String id) {
		RoomKey room = connection.signals().remove(id);
		if (room != null) {
			this.topics.computeIfPresent(room, (key, subscriptions) -> {
				subscriptions.remove(new Subscription(connection, id));
				return subscriptions.isEmpty() ? null : subscriptions;
			});
		}
	}

	/**
	 * Lets a connection that is closed hear nothing.
	 */
	void drop(Connection connection) {
		Set.copyOf(connection.signals().keySet()).forEach((id) -> unsubscribe(connection, id));
	}

	/**
	 * Tells all who hear the signals of the seat's room what its guest does.
	 */
	void publish(SignalType type, Seat seat) {
		byte[] body = this.frames.body(new Heard(type, seat.username().value()));
		for (Subscription subscription : this.topics.getOrDefault(seat.room(), Set.of())) {
			if (subscription.connection().seatIn(seat.room()).isPresent()) {
				subscription.connection().send(this.frames.signal(seat.room(), body, subscription.id()));
			}
		}
	}

	@EventListener
	void on(GuestLookedAway away) {
		publish(SignalType.AWAY, away.seat());
	}

	@EventListener
	void on(GuestLookedBack back) {
		publish(SignalType.BACK, back.seat());
	}

	private record Subscription(Connection connection, String id) {
	}

	/**
	 * What is heard of a signal.
	 */
	record Heard(SignalType type, String author) {
	}

}
