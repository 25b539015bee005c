package chat.foyer.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.EncodedFrames;
import chat.foyer.message.EventsAppended;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The topics of the rooms: who listens to which, and what they hear. Events that were
 * stored together are written down once, and the same bytes go to every connection that
 * listens.
 */
@Component
class RoomTopics {

	private final Map<RoomKey, Set<Subscription>> topics = new ConcurrentHashMap<>();

	private final ConnectionRegistry connections;

	private final RoomRegistry registry;

	private final Presence presence;

	private final StompFrames frames;

	RoomTopics(ConnectionRegistry connections, RoomRegistry registry, Presence presence, StompFrames frames) {
		this.connections = connections;
		this.registry = registry;
		this.presence = presence;
		this.frames = frames;
	}

	/**
	 * Lets a connection listen to a room under a subscription id, in the place of what it
	 * listened to under that id before. Its guest is here from now on. Where the guest
	 * has no seat in the room any more the connection is closed.
	 * @param receipt the receipt that the connection asked for
	 */
	void subscribe(Connection connection, String id, RoomKey room, @Nullable String receipt) {
		unsubscribe(connection, id);
		this.registry.find(connection.guest(), room).ifPresent((seat) -> listen(connection, id, seat));
		// Looked up once more, since the seat may have been given up, or taken anew,
		// before the connection was known to listen; now Connections sees to that.
		Optional<Seat> seat = this.registry.find(connection.guest(), room);
		if (seat.isEmpty() || !connection.listens(seat.get()) || !this.presence.connect(seat.get(), connection.id())) {
			connection.close(CloseStatuses.SESSION_ENDED);
			return;
		}
		if (!this.connections.isOpen(connection)) {
			drop(connection);
			this.presence.disconnect(seat.get(), connection.id());
		}
		// Last, so that whatever is said because of it comes behind the notice.
		if (receipt != null) {
			connection.send(this.frames.receipt(receipt));
		}
	}

	/**
	 * Lets a connection listen no more under a subscription id.
	 */
	void unsubscribe(Connection connection, String id) {
		Seat seat = connection.subscriptions().remove(id);
		if (seat != null) {
			this.topics.computeIfPresent(seat.room(), (room, subscriptions) -> {
				subscriptions.remove(new Subscription(connection, id));
				return subscriptions.isEmpty() ? null : subscriptions;
			});
			if (!connection.listens(seat)) {
				this.presence.disconnect(seat, connection.id());
			}
		}
	}

	/**
	 * Lets a connection that is closed listen to nothing.
	 */
	void drop(Connection connection) {
		Set.copyOf(connection.subscriptions().keySet()).forEach((id) -> unsubscribe(connection, id));
	}

	/**
	 * How many rooms are listened to.
	 */
	int rooms() {
		return this.topics.size();
	}

	/**
	 * How many times a room is listened to.
	 */
	int listeners(RoomKey room) {
		return this.topics.getOrDefault(room, Set.of()).size();
	}

	private void listen(Connection connection, String id, Seat seat) {
		connection.subscriptions().put(id, seat);
		this.topics.compute(seat.room(), (room, subscriptions) -> {
			Set<Subscription> all = (subscriptions != null) ? subscriptions : ConcurrentHashMap.newKeySet();
			all.add(new Subscription(connection, id));
			return all;
		});
	}

	@EventListener
	void on(EventsAppended appended) {
		List<byte[]> bodies = appended.events().stream().map(this.frames::body).toList();
		Map<String, List<EncodedFrames>> framesById = new HashMap<>();
		for (Subscription subscription : this.topics.getOrDefault(appended.room(), Set.of())) {
			framesById.computeIfAbsent(subscription.id(), (id) -> frames(appended, bodies, id))
				.forEach(subscription.connection()::send);
		}
	}

	private List<EncodedFrames> frames(EventsAppended appended, List<byte[]> bodies, String id) {
		List<byte[]> frames = new ArrayList<>();
		for (int i = 0; i < bodies.size(); i++) {
			frames.add(this.frames.event(appended.room(), appended.events().get(i).seq(), bodies.get(i), id));
		}
		return EncodedFrames.batches(frames);
	}

	private record Subscription(Connection connection, String id) {
	}

}
