package chat.foyer.message;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import chat.foyer.room.GuestArrived;
import chat.foyer.room.GuestLeft;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.store.Node;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Writes arrivals and departures into the log. At the start, restores from the database
 * who was here when the server stopped or was killed.
 * <p>
 * Where the seats of this node in the database and {@link Presence} may differ, as after
 * a failed write, writes a notice every second until they agree.
 */
@Component
class PresenceNoticeWriter implements SmartInitializingSingleton {

	private final EventLog log;

	private final NodeSeats seats;

	private final RoomRegistry registry;

	private final Node node;

	private final Presence presence;

	private final Set<Seat> unsettled = ConcurrentHashMap.newKeySet();

	PresenceNoticeWriter(EventLog log, NodeSeats seats, RoomRegistry registry, Node node, Presence presence) {
		this.log = log;
		this.seats = seats;
		this.registry = registry;
		this.node = node;
		this.presence = presence;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<Seat> here = new HashSet<>(this.seats.of(this.node.id()));
		Set<Seat> held = this.registry.findHeld(here);
		held.forEach(this.presence::restore);
		here.removeAll(held);
		// Given up just before the server was killed.
		this.unsettled.addAll(here);
	}

	@EventListener
	void on(GuestArrived arrived) {
		write(arrived.seat(), EventType.JOIN);
	}

	@EventListener
	void on(GuestLeft left) {
		write(left.seat(), EventType.LEAVE);
	}

	@EventListener
	void on(NoticeAppended appended) {
		if (appended.isImplied()) {
			// Presence may have counted the guest out while the message was under way.
			this.unsettled.add(appended.seat());
		}
	}

	@Scheduled(fixedDelayString = "1s")
	void settle() {
		for (Seat seat : Set.copyOf(this.unsettled)) {
			// First, so that a notice that fails meanwhile is not forgotten.
			this.unsettled.remove(seat);
			try {
				boolean isHere = this.presence.isOnThisNode(seat);
				if (isHere != this.seats.has(this.node.id(), seat)) {
					// The guest may come or go before this notice is in the queue, behind
					// the notice of that; so it is looked at once more.
					this.unsettled.add(seat);
					write(seat, isHere ? EventType.JOIN : EventType.LEAVE);
				}
			}
			catch (DataAccessException ex) {
				this.unsettled.add(seat);
				throw ex;
			}
		}
	}

	private void write(Seat seat, EventType type) {
		this.log.append(Draft.notice(seat, type)).whenComplete((event, failure) -> {
			if (failure != null) {
				this.unsettled.add(seat);
			}
		});
	}

}
