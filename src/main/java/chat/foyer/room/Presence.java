package chat.foyer.room;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import chat.foyer.room.SeatPresences.Room;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Service;

/**
 * Who is here now. A seat is on this node from its first connection or request until it
 * is given up, or until its last connection or request is longer ago than the grace. So
 * {@link GuestArrived} and {@link GuestLeft} alternate for a seat; a reload, a second tab
 * or a short interruption causes neither. With {@link OtherNodes} a seat is here while it
 * is on any node.
 * <p>
 * Thread-safe. An arrival ({@link #connect}, {@link #visit}, {@link #poll}) reads the
 * database, without a lock; with other nodes {@link #isHere}, {@link #here} and
 * {@link #keep} do, too. Nothing else does. No lock is held while events are published.
 * <p>
 * Events are published one after the other for each seat, in the order of the changes:
 * usually on the thread that made the change, before its call returns. Where another
 * thread is publishing an event of the same seat, that thread publishes this one too, and
 * the call returns at once. Failures of listeners are logged.
 */
@Service
@EnableConfigurationProperties(PresenceProperties.class)
public class Presence {

	private static final Logger logger = LoggerFactory.getLogger(Presence.class);

	private final SeatPresences presences = new SeatPresences();

	private volatile boolean isStopping;

	private final RoomRegistry registry;

	private final PresenceProperties properties;

	private final TaskScheduler scheduler;

	private final Clock clock;

	private final ApplicationEventPublisher publisher;

	private final OtherNodes others;

	Presence(RoomRegistry registry, PresenceProperties properties, TaskScheduler scheduler,
			@Qualifier("monotonicClock") Clock clock, ApplicationEventPublisher publisher,
			Optional<OtherNodes> others) {
		this.registry = registry;
		this.properties = properties;
		this.scheduler = scheduler;
		this.clock = clock;
		this.publisher = publisher;
		this.others = others.orElse(OtherNodes.NONE);
	}

	/**
	 * Notes that a connection of the seat is open. Repeating it changes nothing.
	 * @param connection identifies the connection among all
	 * @return whether the guest is here now; false if the seat has been given up
	 */
	public boolean connect(Seat seat, String connection) {
		return arrive(seat, (presence) -> {
			presence.stay();
			presence.endKeeping();
			presence.connect(connection, this.clock.instant());
		});
	}

	/**
	 * Notes that a connection of the seat is closed. An unknown connection changes
	 * nothing.
	 */
	public void disconnect(Seat seat, String connection) {
		change(seat, (presence) -> {
			if (presence.disconnect(connection) && !presence.isConnected()) {
				leaveAfter(this.properties.leaveGrace(), seat, presence);
			}
		});
	}

	/**
	 * Notes whether the guest looks at what one of the seat's connections shows; a new
	 * connection is looked at. A guest who looks at none of them is away.
	 */
	public void look(Seat seat, String connection, boolean isLooking) {
		change(seat, (presence) -> presence.look(connection, isLooking));
	}

	/**
	 * Notes that the guest read or spoke by an HTTP request. Without a connection the
	 * guest stays here for the visit grace, and never shorter than before the request. A
	 * guest whose page {@linkplain #poll polls} stays here for the HTTP grace.
	 * @return whether the guest is here now; false if the seat has been given up
	 */
	public boolean visit(Seat seat) {
		return arrive(seat, (presence) -> {
			if (isPolling(presence)) {
				poll(seat, presence);
				return;
			}
			Instant now = this.clock.instant();
			Instant end = now.plus(this.properties.visitGrace());
			if (!presence.isConnected()) {
				presence.visitAt(now);
				if (!presence.isToEndAfter(end)) {
					leaveAt(end, seat, presence);
				}
			}
		});
	}

	/**
	 * Notes that a page without a live connection asked for events or sent a message over
	 * HTTP. The guest stays here for the HTTP grace from now on, unless a connection or
	 * {@link #keep} makes it longer. It replaces the visit grace, which is for pages that
	 * ask for nothing by themselves.
	 * @return whether the guest is here now; false if the seat has been given up
	 */
	public boolean poll(Seat seat) {
		return arrive(seat, (presence) -> poll(seat, presence));
	}

	/**
	 * Notes that a page sent over HTTP how far its guest has read. It prolongs what a
	 * {@link #poll} began. Otherwise it changes nothing: a page that is closed sends it
	 * too, and its guest leaves.
	 */
	public void renewPoll(Seat seat) {
		change(seat, (presence) -> {
			if (isPolling(presence)) {
				poll(seat, presence);
			}
		});
	}

	private boolean isPolling(SeatPresence presence) {
		return presence.polledUntil().isAfter(this.clock.instant());
	}

	private void poll(Seat seat, SeatPresence presence) {
		presence.pollUntil(this.clock.instant().plus(this.properties.httpGrace()));
		if (!presence.isConnected()) {
			leaveAfter(this.properties.httpGrace(), seat, presence);
		}
	}

	/**
	 * Keeps a guest who is here present without a connection for a time, as on the way to
	 * another device; after it the leave grace begins. A new connection ends that. A
	 * guest who is here on another node is kept by this one; a guest who is not here does
	 * not arrive by it.
	 */
	public void keep(Seat seat, Duration time) {
		Consumer<SeatPresence> keep = (presence) -> {
			presence.keep(this.clock.instant(), time);
			Instant end = endOf(presence, Duration.ZERO);
			if (!presence.isConnected() && !presence.isToEndAfter(end)) {
				leaveAt(end, seat, presence);
			}
		};
		if (!change(seat, keep) && this.others.isHere(seat)) {
			arrive(seat, keep);
		}
	}

	/**
	 * Marks a guest as here who was here before the server restarted. The guest leaves
	 * unless coming back within the restart grace.
	 */
	public void restore(Seat seat) {
		update(seat, (room) -> {
			if (room.find(seat) == null) {
				leaveAfter(this.properties.restartGrace(), seat, room.add(seat));
			}
			return true;
		});
	}

	/**
	 * Whether the seat's guest is here, on any node.
	 */
	public boolean isHere(Seat seat) {
		return isOnThisNode(seat) || this.others.isHere(seat);
	}

	/**
	 * The guests who are here, on any node, in no order. A guest is away who is away on
	 * all of them.
	 */
	public List<Present> here(RoomKey room) {
		Map<Seat, Boolean> away = new HashMap<>(this.others.here(room));
		this.presences.in(room).forEach((seat, presence) -> away.merge(seat, presence.isAway(), Boolean::logicalAnd));
		return away.entrySet()
			.stream()
			.map((here) -> new Present(here.getKey().username(), here.getKey().color(), here.getValue()))
			.toList();
	}

	/**
	 * Whether the seat's guest is on this node. Does not block.
	 */
	public boolean isOnThisNode(Seat seat) {
		return this.presences.in(seat.room()).containsKey(seat);
	}

	/**
	 * The seats in a room whose guests are on this node. A live view for reading.
	 */
	public Set<Seat> onThisNode(RoomKey room) {
		return Collections.unmodifiableSet(this.presences.in(room).keySet());
	}

	/**
	 * Whether a guest is connected to this node, and looks at what one of the seat's
	 * connections shows. Does not block.
	 */
	public boolean isLooking(RoomKey key, Username username) {
		return onThisNode(key).stream()
			.filter((seat) -> seat.username().equals(username))
			.anyMatch((seat) -> this.presences.update(key, (room) -> {
				SeatPresence presence = room.find(seat);
				return presence != null && presence.isConnected() && !presence.isAway();
			}));
	}

	/**
	 * The seats in all rooms whose guests are on this node, and how each is here. Does
	 * not block.
	 */
	public Map<Seat, SeatStatus> onThisNode() {
		Map<Seat, SeatStatus> seats = new HashMap<>();
		for (RoomKey key : this.presences.rooms()) {
			this.presences.update(key, (room) -> {
				room.seats().forEach((seat, presence) -> seats.put(seat, status(presence)));
				return room;
			});
		}
		return seats;
	}

	private SeatStatus status(SeatPresence presence) {
		Instant connectedAt = presence.connectedAt();
		return new SeatStatus(presence.isConnected(),
				(connectedAt != null) ? Duration.between(connectedAt, this.clock.instant()) : null, presence.isAway(),
				visitedFor(presence), keptFor(presence));
	}

	private @Nullable Duration visitedFor(SeatPresence presence) {
		Instant now = this.clock.instant();
		Instant visitedAt = presence.visitedAt();
		boolean isKept = presence.isConnected() || isPolling(presence) || presence.keptUntil().isAfter(now);
		return (visitedAt == null || isKept) ? null : Duration.between(visitedAt, now);
	}

	private @Nullable Duration keptFor(SeatPresence presence) {
		Instant now = this.clock.instant();
		boolean isKept = !presence.isConnected() && !isPolling(presence) && presence.keptUntil().isAfter(now);
		return isKept ? Duration.between(presence.keptAt(), now) : null;
	}

	/**
	 * Ends the presence on this node of a guest who is connected to another one, if the
	 * guest is here only because of a {@linkplain #visit visit} or is only
	 * {@linkplain #keep kept}.
	 */
	public void handOver(Seat seat) {
		update(seat, (room) -> {
			SeatPresence presence = room.find(seat);
			if (presence != null && (visitedFor(presence) != null || keptFor(presence) != null)) {
				leave(seat, room);
			}
			return true;
		});
	}

	/**
	 * Ends the presence of all guests on this node.
	 */
	@EventListener(NodeBuried.class)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void forget() {
		onThisNode().keySet().forEach((seat) -> update(seat, (room) -> {
			leave(seat, room);
			return true;
		}));
	}

	/**
	 * Guests who lose their connection because the server stops have not left.
	 */
	@EventListener(ContextClosedEvent.class)
	void stop() {
		this.isStopping = true;
	}

	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(SeatFreed freed) {
		update(freed.seat(), (room) -> {
			room.free(freed.seat());
			leave(freed.seat(), room);
			return true;
		});
	}

	/**
	 * Changes the presence of a seat, which begins if its guest is not here and the seat
	 * is held. A seat that is given up while the database is asked does not arrive; one
	 * that is given up later is found by its {@link SeatFreed}.
	 */
	private boolean arrive(Seat seat, Consumer<SeatPresence> change) {
		boolean isHere = update(seat, (room) -> {
			boolean isFound = change(seat, change, room);
			if (!isFound) {
				room.beginArrival();
			}
			return isFound;
		});
		return isHere || arriveIfHeld(seat, change);
	}

	private boolean arriveIfHeld(Seat seat, Consumer<SeatPresence> change) {
		boolean isHeld;
		try {
			isHeld = this.registry.isHeld(seat);
		}
		catch (RuntimeException | Error ex) {
			update(seat, (room) -> room.endArrival(seat));
			throw ex;
		}
		return update(seat, (room) -> {
			boolean isFreed = room.endArrival(seat);
			if (!isHeld || isFreed) {
				return false;
			}
			if (room.find(seat) == null) {
				room.add(seat);
				room.queue(seat, new GuestArrived(seat));
			}
			return change(seat, change, room);
		});
	}

	private boolean change(Seat seat, Consumer<SeatPresence> change) {
		return update(seat, (room) -> change(seat, change, room));
	}

	private static boolean change(Seat seat, Consumer<SeatPresence> change, Room room) {
		SeatPresence presence = room.find(seat);
		if (presence == null) {
			return false;
		}
		change.accept(presence);
		if (presence.hasTurned()) {
			room.queue(seat, new AwayChanged(seat, presence.isAway()));
		}
		return true;
	}

	private boolean update(Seat seat, Predicate<Room> change) {
		boolean result = this.presences.update(seat.room(), change::test);
		Object event = this.presences.update(seat.room(), (room) -> room.firstToPublish(seat));
		while (event != null) {
			publish(event);
			event = this.presences.update(seat.room(), (room) -> room.nextToPublish(seat));
		}
		return result;
	}

	private void publish(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A change of presence could not be published", ex);
		}
	}

	private void leaveAfter(Duration grace, Seat seat, SeatPresence presence) {
		leaveAt(endOf(presence, grace), seat, presence);
	}

	private Instant endOf(SeatPresence presence, Duration grace) {
		return Collections.max(List.of(this.clock.instant().plus(grace),
				presence.keptUntil().plus(this.properties.leaveGrace()), presence.polledUntil()));
	}

	private void leaveAt(Instant end, Seat seat, SeatPresence presence) {
		presence.endAt(end);
		try {
			presence.endBy(this.scheduler.schedule(() -> leaveUnlessBack(seat, presence, end), end));
		}
		catch (TaskRejectedException ex) {
			// The server stops, and the next run will restore who was here.
		}
	}

	private void leaveUnlessBack(Seat seat, SeatPresence presence, Instant end) {
		update(seat, (room) -> {
			// The timer may have fired just before it was cancelled.
			if (presence.isToEndAt(end) && !this.isStopping) {
				leave(seat, room);
			}
			return true;
		});
	}

	private static void leave(Seat seat, Room room) {
		SeatPresence presence = room.remove(seat);
		if (presence != null) {
			presence.stay();
			room.queue(seat, new GuestLeft(seat));
		}
	}

}
