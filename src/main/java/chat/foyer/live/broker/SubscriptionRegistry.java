package chat.foyer.live.broker;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import chat.foyer.live.connection.Connection;
import chat.foyer.message.RoomListeners;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The subscriptions of all connections, by connection and by room. Thread-safe; never
 * blocks. The collections returned are live views.
 */
@Component
public class SubscriptionRegistry implements RoomListeners {

	private final Map<String, Map<String, Subscription>> byConnection = new ConcurrentHashMap<>();

	private final Map<Destination, Set<Subscription>> byDestination = new ConcurrentHashMap<>();

	/**
	 * Adds a subscription. There must be none with its id.
	 */
	public void add(Subscription subscription) {
		// The lock on the connection's entry keeps both maps consistent.
		this.byConnection.compute(subscription.connection().id(), (connection, own) -> {
			Map<String, Subscription> all = (own != null) ? own : new ConcurrentHashMap<>(4);
			all.put(subscription.id(), subscription);
			addToDestination(subscription);
			return all;
		});
	}

	/**
	 * Replaces a subscription without a seat by the same with one, unless it has ended.
	 * @return whether it was there
	 */
	boolean seat(Subscription pending, Seat seat) {
		Subscription seated = new Subscription(pending.connection(), pending.id(), pending.destination(), seat);
		AtomicBoolean isReplaced = new AtomicBoolean();
		this.byConnection.computeIfPresent(pending.connection().id(), (connection, own) -> {
			isReplaced.set(own.replace(pending.id(), pending, seated));
			if (isReplaced.get()) {
				addToDestination(seated);
			}
			return own;
		});
		return isReplaced.get();
	}

	private void addToDestination(Subscription subscription) {
		if (subscription.seat() != null) {
			this.byDestination.compute(subscription.destination(), (destination, others) -> {
				Set<Subscription> subscribed = (others != null) ? others : ConcurrentHashMap.newKeySet();
				subscribed.add(subscription);
				return subscribed;
			});
		}
	}

	/**
	 * Removes a subscription.
	 * @return empty if there is none with that id
	 */
	Optional<Subscription> remove(Connection connection, String id) {
		Map<String, Subscription> own = this.byConnection.get(connection.id());
		Subscription removed = (own != null) ? own.remove(id) : null;
		if (removed != null) {
			removeFromDestination(removed);
		}
		return Optional.ofNullable(removed);
	}

	/**
	 * Removes the subscriptions of a connection that end with a seat.
	 * @return whether there were any
	 */
	boolean removeAll(Connection connection, Seat freed) {
		AtomicBoolean isRemoved = new AtomicBoolean();
		this.byConnection.computeIfPresent(connection.id(), (id, own) -> {
			own.values().stream().filter((subscription) -> subscription.dependsOn(freed)).forEach((ended) -> {
				own.remove(ended.id(), ended);
				removeFromDestination(ended);
				isRemoved.set(true);
			});
			return own;
		});
		return isRemoved.get();
	}

	/**
	 * Removes the subscriptions of a connection.
	 */
	public List<Subscription> removeAll(String connectionId) {
		Map<String, Subscription> own = this.byConnection.remove(connectionId);
		if (own == null) {
			return List.of();
		}
		own.values().forEach(this::removeFromDestination);
		return List.copyOf(own.values());
	}

	/**
	 * The subscriptions of a connection, by id.
	 */
	public Collection<Subscription> of(Connection connection) {
		return this.byConnection.getOrDefault(connection.id(), Map.of()).values();
	}

	/**
	 * The subscriptions to a topic of guests who have a seat in its room.
	 */
	public Set<Subscription> to(Destination topic) {
		return this.byDestination.getOrDefault(topic, Set.of());
	}

	@Override
	public boolean isListening(RoomKey room) {
		return this.byDestination.containsKey(Destination.events(room));
	}

	/**
	 * The subscriptions of a connection to a user's queue.
	 */
	List<Subscription> of(Connection connection, Destination queue) {
		return of(connection).stream().filter((subscription) -> subscription.destination().equals(queue)).toList();
	}

	/**
	 * The seat in whose room a connection receives the events.
	 */
	Optional<Seat> seatIn(Connection connection, @Nullable RoomKey room) {
		for (Subscription subscription : of(connection)) {
			Destination destination = subscription.destination();
			if (destination.type() == Destination.Type.EVENTS && subscription.seat() != null
					&& subscription.seat().room().equals(room)) {
				return Optional.of(subscription.seat());
			}
		}
		return Optional.empty();
	}

	/**
	 * Whether a connection receives the events of the room under this seat.
	 */
	boolean receivesEvents(Connection connection, Seat seat) {
		return seatIn(connection, seat.room()).filter(seat::equals).isPresent();
	}

	/**
	 * How many rooms have a subscription to their events.
	 */
	public long countRooms() {
		return this.byDestination.keySet().stream().filter((topic) -> topic.type() == Destination.Type.EVENTS).count();
	}

	private void removeFromDestination(Subscription removed) {
		this.byDestination.computeIfPresent(removed.destination(), (destination, others) -> {
			others.remove(removed);
			return others.isEmpty() ? null : others;
		});
	}

}
