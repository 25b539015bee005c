package chat.foyer.message;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import chat.foyer.room.GuestArrived;
import chat.foyer.room.GuestLeft;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Writes arrivals and departures into the log. At the start, restores from the log who
 * was here when the server stopped or was killed.
 * <p>
 * Where the log and {@link Presence} may differ, as after a failed write, writes a notice
 * every second until they agree.
 */
@Component
class PresenceNoticeWriter implements SmartInitializingSingleton {

	private final EventLog log;

	private final Events events;

	private final RoomRegistry registry;

	private final Presence presence;

	private final Set<Seat> unsettled = ConcurrentHashMap.newKeySet();

	PresenceNoticeWriter(EventLog log, Events events, RoomRegistry registry, Presence presence) {
		this.log = log;
		this.events = events;
		this.registry = registry;
		this.presence = presence;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, Seat> held = this.registry.findAll()
			.stream()
			.collect(Collectors.toMap(Seat::id, Function.identity()));
		for (Seat seat : this.events.findHere()) {
			Seat found = held.get(seat.id());
			if (found != null) {
				this.presence.restore(found);
			}
			else {
				// Given up just before the server was killed.
				this.unsettled.add(seat);
			}
		}
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
	void on(ArrivalImplied implied) {
		// Presence may have counted the guest out while the message was under way.
		this.unsettled.add(implied.seat());
	}

	@Scheduled(fixedDelayString = "1s")
	void settle() {
		for (Seat seat : Set.copyOf(this.unsettled)) {
			// First, so that a notice that fails meanwhile is not forgotten.
			this.unsettled.remove(seat);
			try {
				boolean isHere = this.presence.isHere(seat);
				if (isHere != isHereByLog(seat)) {
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

	private boolean isHereByLog(Seat seat) {
		return this.events.lastNotice(seat).filter((notice) -> notice.type() == EventType.JOIN).isPresent();
	}

	private void write(Seat seat, EventType type) {
		this.log.append(Draft.notice(seat, type)).whenComplete((event, failure) -> {
			if (failure != null) {
				this.unsettled.add(seat);
			}
		});
	}

}
