package chat.foyer.live.broker;

import java.util.Map;
import java.util.Set;

import chat.foyer.room.Guest;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomUsedElsewhere;
import chat.foyer.room.Seat;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks each second for rooms that watched guests have entered or read further. Another
 * node may not tell of it, and tells it before it stores how far a guest has read.
 * <p>
 * Called by one thread at a time; blocks on the database.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class RoomsUsedElsewhereWatch {

	private static final Logger logger = LoggerFactory.getLogger(RoomsUsedElsewhereWatch.class);

	private final RoomUpdatePublisher updates;

	private final ReadCursors cursors;

	private final ApplicationEventPublisher publisher;

	private Set<Guest> guests = Set.of();

	private Map<Seat, Long> known = Map.of();

	RoomsUsedElsewhereWatch(RoomUpdatePublisher updates, ReadCursors cursors, ApplicationEventPublisher publisher) {
		this.updates = updates;
		this.cursors = cursors;
		this.publisher = publisher;
	}

	/**
	 * Publishes {@link RoomUsedElsewhere} for what has changed since the last look. Of a
	 * guest who was not watched then, a page has just shown it.
	 */
	@Scheduled(fixedDelayString = "1s", initialDelayString = "1s")
	void look() {
		Set<Guest> watched = this.updates.guests();
		try {
			Map<Seat, Long> stored = this.cursors.stored(watched);
			stored.forEach((seat, read) -> {
				Guest guest = new Guest(seat.guest());
				if (this.guests.contains(guest) && !read.equals(this.known.get(seat))) {
					this.publisher.publishEvent(new RoomUsedElsewhere(guest, seat.room()));
				}
			});
			this.known = stored;
			this.guests = watched;
		}
		catch (DataAccessException ex) {
			logger.debug("Rooms that are used on other nodes are looked for later", ex);
		}
	}

}
