package chat.foyer.message;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
 * Writes into the log who came and who went, and reads from it at the start who was here
 * when the server stopped or was killed. A notice that the store refused is written when
 * the store is well again, if it is still true then.
 */
@Component
class Notices implements SmartInitializingSingleton {

	private final EventLog log;

	private final Events events;

	private final RoomRegistry registry;

	private final Presence presence;

	private final Set<Seat> unwritten = ConcurrentHashMap.newKeySet();

	Notices(EventLog log, Events events, RoomRegistry registry, Presence presence) {
		this.log = log;
		this.events = events;
		this.registry = registry;
		this.presence = presence;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<Seat> held = Set.copyOf(this.registry.findAll());
		for (Seat seat : this.events.findHere()) {
			if (held.contains(seat)) {
				this.presence.restore(seat);
			}
			else {
				// Given up just before the server was killed.
				this.unwritten.add(seat);
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

	@Scheduled(fixedDelayString = "1s")
	void writeUnwritten() {
		for (Seat seat : Set.copyOf(this.unwritten)) {
			// First, so that what is refused while we look here is not forgotten.
			this.unwritten.remove(seat);
			try {
				boolean isHere = this.presence.isHere(seat);
				if (isHere != isHereByLog(seat)) {
					write(seat, isHere ? EventType.JOIN : EventType.LEAVE);
				}
			}
			catch (DataAccessException ex) {
				this.unwritten.add(seat);
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
				this.unwritten.add(seat);
			}
		});
	}

}
