package chat.foyer.live.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.message.EventsAppended;
import chat.foyer.message.LogWentBack;
import chat.foyer.message.RoomFollower;
import chat.foyer.message.RoomListeners;
import chat.foyer.message.RoomSummaryService;
import chat.foyer.room.Guest;
import chat.foyer.room.GuestArrived;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRead;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.RoomUsedElsewhere;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sends updates of the guest's rooms to connections that subscribed to
 * {@code /user/queue/rooms}: of rooms whose events they do not receive, at most once a
 * second and room, and only what has changed.
 * <p>
 * Thread-safe. Events only mark rooms as changed. A timer checks the marks and hands the
 * rest, which may read the database, to one background task.
 */
@Component
class RoomUpdatePublisher implements RoomListeners {

	private static final Logger logger = LoggerFactory.getLogger(RoomUpdatePublisher.class);

	private static final Duration LOOK_EVERY = Duration.ofMillis(250);

	private final Map<Connection, Map<RoomKey, RoomWatch>> byConnection = new ConcurrentHashMap<>();

	private final Map<RoomKey, Set<RoomWatch>> byRoom = new ConcurrentHashMap<>();

	private final Set<RoomWatch> changed = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean isTelling = new AtomicBoolean();

	private final ConnectionRegistry connections;

	private final SubscriptionRegistry subscriptions;

	private final RoomRegistry registry;

	private final RoomFollower follower;

	private final RoomSummaryService summaries;

	private final StompFrames frames;

	private final Executor executor;

	private final LongSupplier nanos;

	@Autowired
	RoomUpdatePublisher(ConnectionRegistry connections, SubscriptionRegistry subscriptions, RoomRegistry registry,
			RoomFollower follower, RoomSummaryService summaries, StompFrames frames,
			@Qualifier("applicationTaskExecutor") Executor executor,
			@Qualifier("wireScheduler") TaskScheduler scheduler) {
		this(connections, subscriptions, registry, follower, summaries, frames, executor, System::nanoTime);
		scheduler.scheduleWithFixedDelay(this::look, LOOK_EVERY);
	}

	RoomUpdatePublisher(ConnectionRegistry connections, SubscriptionRegistry subscriptions, RoomRegistry registry,
			RoomFollower follower, RoomSummaryService summaries, StompFrames frames, Executor executor,
			LongSupplier nanos) {
		this.connections = connections;
		this.subscriptions = subscriptions;
		this.registry = registry;
		this.follower = follower;
		this.summaries = summaries;
		this.frames = frames;
		this.executor = executor;
		this.nanos = nanos;
	}

	/**
	 * Begins to watch the rooms of a connection's guest. Queries the database.
	 */
	void subscribe(Connection connection) {
		this.byConnection.putIfAbsent(connection, new ConcurrentHashMap<>());
		List<Seat> seats = this.registry.findAll(connection.guest());
		seats.forEach((seat) -> watch(connection, seat));
		this.follower.follow(seats.stream().map(Seat::room).toList());
		// A seat may have been given up before its room was watched.
		List<Seat> held = this.registry.findAll(connection.guest());
		seats.stream().filter((seat) -> !held.contains(seat)).forEach((seat) -> leave(connection, seat.room()));
	}

	@Override
	public Collection<Seat> watchedSeats() {
		return this.byConnection.values()
			.stream()
			.flatMap((watches) -> watches.values().stream())
			.map(RoomWatch::seat)
			.collect(Collectors.toSet());
	}

	/**
	 * The guests whose rooms are watched.
	 */
	Set<Guest> guests() {
		return this.byConnection.keySet().stream().map(Connection::guest).collect(Collectors.toSet());
	}

	/**
	 * Ends to watch the rooms of a connection's guest.
	 */
	void unsubscribe(Connection connection) {
		Map<RoomKey, RoomWatch> watches = this.byConnection.remove(connection);
		if (watches != null) {
			watches.values().forEach(this::forget);
		}
	}

	@EventListener
	void on(EventsAppended appended) {
		for (RoomWatch watch : this.byRoom.getOrDefault(appended.room(), Set.of())) {
			if (!isHeard(watch)) {
				watch.add(appended.events());
				this.changed.add(watch);
			}
		}
	}

	@Override
	public boolean isListening(RoomKey room) {
		return this.byRoom.containsKey(room);
	}

	@EventListener
	void on(LogWentBack back) {
		for (RoomWatch watch : this.byRoom.getOrDefault(back.room(), Set.of())) {
			watch.invalidate();
			this.changed.add(watch);
		}
	}

	@EventListener
	void on(RoomRead read) {
		for (Connection connection : this.connections.of(new Guest(read.seat().guest()))) {
			RoomWatch watch = this.byConnection.getOrDefault(connection, Map.of()).get(read.seat().room());
			if (watch != null) {
				refresh(watch);
			}
		}
	}

	private void refresh(RoomWatch watch) {
		if (!isHeard(watch)) {
			watch.invalidate();
			this.changed.add(watch);
		}
	}

	/**
	 * A guest with tabs on this node enters a room or reads in it on another node.
	 */
	@EventListener
	void on(RoomUsedElsewhere used) {
		for (Connection connection : this.connections.of(used.guest())) {
			Map<RoomKey, RoomWatch> watches = this.byConnection.get(connection);
			RoomWatch watch = (watches != null) ? watches.get(used.room()) : null;
			if (watch != null) {
				refresh(watch);
			}
			else if (watches != null) {
				watchInBackground(connection, used.room());
			}
		}
	}

	private void watchInBackground(Connection connection, RoomKey room) {
		try {
			this.executor.execute(() -> {
				try {
					this.registry.find(connection.guest(), room).ifPresent((seat) -> watchAndFollow(connection, seat));
				}
				catch (DataAccessException ex) {
					logger.debug("A room that was entered on another node is not watched", ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// The server stops.
		}
	}

	/**
	 * A guest enters a room while other tabs are open.
	 */
	@EventListener
	void on(GuestArrived arrived) {
		this.connections.of(new Guest(arrived.seat().guest()))
			.stream()
			.filter(this.byConnection::containsKey)
			.forEach((connection) -> watchAndFollow(connection, arrived.seat()));
	}

	/**
	 * Watches and follows a room that the guest has entered since the connection was
	 * opened. If the database fails, the room is followed when it is available again.
	 */
	private void watchAndFollow(Connection connection, Seat seat) {
		watch(connection, seat);
		try {
			this.follower.follow(seat.room());
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("A room is followed later", ex);
		}
	}

	/**
	 * Tells a connection that the guest has left a room, if it was not told before.
	 */
	void leave(Connection connection, RoomKey room) {
		Map<RoomKey, RoomWatch> watches = this.byConnection.get(connection);
		RoomWatch left = (watches != null) ? watches.remove(room) : null;
		if (left != null) {
			forget(left);
			send(connection, new Left(room.encoded(), true));
		}
	}

	/**
	 * A guest leaves a room, or takes another seat there under another name.
	 */
	@EventListener
	void on(SeatFreed freed) {
		Guest guest = new Guest(freed.seat().guest());
		RoomKey room = freed.seat().room();
		for (Connection connection : this.connections.of(guest)) {
			if (this.byConnection.containsKey(connection)) {
				this.registry.find(guest, room)
					.ifPresentOrElse((seat) -> watchAndFollow(connection, seat), () -> leave(connection, room));
			}
		}
	}

	/**
	 * Leaves what has changed to a background task, if there is something and no such
	 * task is under way.
	 */
	void look() {
		if (!this.changed.isEmpty() && this.isTelling.compareAndSet(false, true)) {
			try {
				this.executor.execute(() -> {
					try {
						this.changed.forEach(this::tell);
					}
					finally {
						this.isTelling.set(false);
					}
				});
			}
			catch (RejectedExecutionException ex) {
				// The server stops.
				this.isTelling.set(false);
			}
		}
	}

	private void tell(RoomWatch watch) {
		long now = this.nanos.getAsLong();
		if (!watch.isDue(now)) {
			return;
		}
		// First, so that what happens meanwhile is told the next time.
		this.changed.remove(watch);
		if (isHeard(watch) || !isWatched(watch)) {
			return;
		}
		try {
			watch.update(now, this.summaries::of).ifPresent((summary) -> send(watch.connection(), summary));
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The unread messages of a room could not be counted", ex);
			watch.invalidate();
			this.changed.add(watch);
		}
	}

	private void send(Connection connection, Object update) {
		this.subscriptions.of(connection, Destination.ROOMS)
			.forEach((subscription) -> connection.send(this.frames.room(update, subscription.id())));
	}

	private boolean isHeard(RoomWatch watch) {
		return this.subscriptions.receivesEvents(watch.connection(), watch.seat());
	}

	private boolean isWatched(RoomWatch watch) {
		return this.byConnection.getOrDefault(watch.connection(), Map.of()).get(watch.seat().room()) == watch;
	}

	private void watch(Connection connection, Seat seat) {
		this.byConnection.computeIfPresent(connection, (same, watches) -> {
			RoomWatch known = watches.get(seat.room());
			if (known == null || !known.seat().equals(seat)) {
				if (known != null) {
					forget(known);
				}
				RoomWatch watch = new RoomWatch(connection, seat, this.nanos.getAsLong());
				watches.put(seat.room(), watch);
				this.byRoom.compute(seat.room(), (room, others) -> {
					Set<RoomWatch> all = (others != null) ? others : ConcurrentHashMap.newKeySet();
					all.add(watch);
					return all;
				});
			}
			return watches;
		});
	}

	private void forget(RoomWatch watch) {
		this.changed.remove(watch);
		this.byRoom.computeIfPresent(watch.seat().room(), (room, others) -> {
			others.remove(watch);
			return others.isEmpty() ? null : others;
		});
	}

	/**
	 * Tells that the guest has left a room.
	 */
	record Left(String room, boolean left) {
	}

}
