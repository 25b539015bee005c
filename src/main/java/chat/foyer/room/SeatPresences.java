package chat.foyer.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The presence of every seat whose guest is here, by room.
 * <p>
 * Thread-safe. Reads take no lock. Changes of one room are made one at a time, under a
 * lock that is held for memory operations only.
 */
final class SeatPresences {

	private final ConcurrentMap<RoomKey, Room> rooms = new ConcurrentHashMap<>();

	/**
	 * The seats in a room whose guests are here; empty if there are none. A live view for
	 * reading.
	 */
	Map<Seat, SeatPresence> in(RoomKey room) {
		Room found = this.rooms.get(room);
		return (found != null) ? found.seats : Map.of();
	}

	/**
	 * The rooms in which guests are here. A live view for reading.
	 */
	Set<RoomKey> rooms() {
		return Collections.unmodifiableSet(this.rooms.keySet());
	}

	/**
	 * Runs an action under the lock of a room.
	 * @param action does not block, and changes no other room
	 * @return the result of the action
	 */
	<T extends @Nullable Object> T update(RoomKey room, Function<Room, T> action) {
		List<T> result = new ArrayList<>(1);
		this.rooms.compute(room, (key, found) -> {
			Room locked = (found != null) ? found : new Room();
			result.add(action.apply(locked));
			return locked.isUnused() ? null : locked;
		});
		return result.get(0);
	}

	/**
	 * A room under its lock.
	 */
	static final class Room {

		private final Map<Seat, SeatPresence> seats = new ConcurrentHashMap<>();

		private final Map<Seat, Queue<Object>> unpublished = new HashMap<>();

		private final Set<Seat> publishing = new HashSet<>();

		/**
		 * How many arrivals wait for the database to tell whether their seat is held.
		 */
		private int arrivals;

		private final Set<Seat> freedMeanwhile = new HashSet<>();

		@Nullable SeatPresence find(Seat seat) {
			return this.seats.get(seat);
		}

		Map<Seat, SeatPresence> seats() {
			return this.seats;
		}

		SeatPresence add(Seat seat) {
			SeatPresence presence = new SeatPresence();
			this.seats.put(seat, presence);
			return presence;
		}

		@Nullable SeatPresence remove(Seat seat) {
			return this.seats.remove(seat);
		}

		/**
		 * Begins an arrival. Seats that are freed until its end are remembered.
		 */
		void beginArrival() {
			this.arrivals++;
		}

		/**
		 * Ends an arrival.
		 * @return whether the seat was freed since its beginning
		 */
		boolean endArrival(Seat seat) {
			boolean isFreed = this.freedMeanwhile.contains(seat);
			this.arrivals--;
			if (this.arrivals == 0) {
				this.freedMeanwhile.clear();
			}
			return isFreed;
		}

		void free(Seat seat) {
			if (this.arrivals > 0) {
				this.freedMeanwhile.add(seat);
			}
		}

		/**
		 * Queues an event of a seat, to be published after those before it.
		 */
		void queue(Seat seat, Object event) {
			this.unpublished.computeIfAbsent(seat, (key) -> new ArrayDeque<>(2)).add(event);
		}

		/**
		 * Makes the caller the only publisher of a seat's events.
		 * @return the first event, to be followed by {@link #nextToPublish}; null if
		 * there is none, or another thread publishes them
		 */
		@Nullable Object firstToPublish(Seat seat) {
			boolean isFree = this.unpublished.containsKey(seat) && this.publishing.add(seat);
			return isFree ? nextToPublish(seat) : null;
		}

		/**
		 * The next event of a seat; null if there is none, and the caller has ceased to
		 * be the publisher.
		 */
		@Nullable Object nextToPublish(Seat seat) {
			Queue<Object> events = this.unpublished.get(seat);
			if (events == null) {
				this.publishing.remove(seat);
				return null;
			}
			Object next = events.remove();
			if (events.isEmpty()) {
				this.unpublished.remove(seat);
			}
			return next;
		}

		private boolean isUnused() {
			return this.seats.isEmpty() && this.publishing.isEmpty() && this.unpublished.isEmpty()
					&& this.arrivals == 0;
		}

	}

}
