package chat.foyer.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import chat.foyer.message.RoomListeners;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Publishes {@link SeatFreed} on this node for seats that were given up on another one:
 * when the departure is in the log of the room, and otherwise within a second. Appends
 * the departures of seats that are given up on this node.
 * <p>
 * Thread-safe. Seats are looked up in the background.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class FreedSeats {

	private static final Logger logger = LoggerFactory.getLogger(FreedSeats.class);

	private final Presence presence;

	private final List<RoomListeners> listeners;

	private final RoomRegistry registry;

	private final EventLog log;

	private final Node node;

	private final ApplicationEventPublisher publisher;

	private final Executor executor;

	FreedSeats(Presence presence, List<RoomListeners> listeners, RoomRegistry registry, EventLog log, Node node,
			ApplicationEventPublisher publisher, @Qualifier("applicationTaskExecutor") Executor executor) {
		this.presence = presence;
		this.listeners = listeners;
		this.registry = registry;
		this.log = log;
		this.node = node;
		this.publisher = publisher;
		this.executor = executor;
	}

	/**
	 * Appends the departure even if the guest is on other nodes only: {@link Presence} of
	 * this node has nothing to end then.
	 */
	@EventListener
	void on(SeatFreed freed) {
		this.log.leave(freed.seat(), this.node.id());
	}

	/**
	 * Called on the thread of the delivery.
	 */
	@EventListener
	void on(EventsAppended appended) {
		for (Event event : appended.events()) {
			if (event.type() == EventType.LEAVE) {
				this.presence.onThisNode(appended.room())
					.stream()
					.filter((seat) -> seat.username().value().equals(event.author()))
					.forEach(this::checkLater);
			}
		}
	}

	private void checkLater(Seat seat) {
		try {
			this.executor.execute(() -> {
				try {
					if (!this.registry.isHeld(seat)) {
						this.publisher.publishEvent(new SeatFreed(seat));
					}
				}
				catch (DataAccessException ex) {
					logger.debug("A seat is looked up later", ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// The server stops, and closes all connections.
		}
	}

	@Scheduled(fixedDelayString = "1s", initialDelayString = "1s")
	void look() {
		Set<Seat> known = new HashSet<>(this.presence.onThisNode().keySet());
		this.listeners.forEach((some) -> known.addAll(some.watchedSeats()));
		try {
			known.removeAll(this.registry.findHeld(known));
			known.forEach((seat) -> this.publisher.publishEvent(new SeatFreed(seat)));
		}
		catch (DataAccessException ex) {
			logger.debug("Seats are looked up later", ex);
		}
	}

}
