package chat.foyer.cluster;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import chat.foyer.message.PublishedHeads;
import chat.foyer.room.AwayChanged;
import chat.foyer.room.AwayChangedElsewhere;
import chat.foyer.room.Guest;
import chat.foyer.room.GuestArrived;
import chat.foyer.room.GuestLeft;
import chat.foyer.room.GuestTyped;
import chat.foyer.room.GuestTypedElsewhere;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRead;
import chat.foyer.room.RoomUsedElsewhere;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.session.SessionsEnded;
import chat.foyer.session.SessionsEndedElsewhere;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Rings the bell when a guest on this node types, is away or back, enters or reads, and
 * when this node ends sessions. Publishes the rings of other nodes as events of other
 * types, so that they are not rung again. Does not block; reads the database in the
 * background.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class SignalRelay {

	private static final Logger logger = LoggerFactory.getLogger(SignalRelay.class);

	private final Bell bell;

	private final PublishedHeads heads;

	private final Presence presence;

	private final PostgresOtherNodes others;

	private final ApplicationEventPublisher publisher;

	private final Executor executor;

	SignalRelay(Bell bell, PublishedHeads heads, Presence presence, PostgresOtherNodes others,
			ApplicationEventPublisher publisher, @Qualifier("applicationTaskExecutor") Executor executor) {
		this.bell = bell;
		this.heads = heads;
		this.presence = presence;
		this.others = others;
		this.publisher = publisher;
		this.executor = executor;
	}

	@EventListener
	void on(GuestTyped typed) {
		this.bell.ring(Ring.typing(typed.seat().room(), typed.seat().username()));
	}

	@EventListener
	void on(AwayChanged changed) {
		Seat seat = changed.seat();
		this.bell.ring(Ring.away(seat.room(), seat.username(), changed.away()));
	}

	/**
	 * A guest who looked at the room on this node may be away on the others. This node
	 * has suppressed that until now.
	 */
	@EventListener
	void on(GuestLeft left) {
		try {
			this.executor.execute(() -> tellAway(left.seat()));
		}
		catch (RejectedExecutionException ex) {
			// The server stops.
		}
	}

	private void tellAway(Seat seat) {
		try {
			if (this.others.isAway(seat)) {
				this.bell.ring(Ring.away(seat.room(), seat.username(), true));
				this.publisher.publishEvent(new AwayChangedElsewhere(seat.room(), seat.username(), true));
			}
		}
		catch (DataAccessException ex) {
			logger.debug("A guest who is away is shown as present", ex);
		}
	}

	@EventListener
	void on(GuestArrived arrived) {
		this.bell.ring(Ring.guest(arrived.seat().room(), arrived.seat().guest()));
	}

	@EventListener
	void on(RoomRead read) {
		this.bell.ring(Ring.guest(read.seat().room(), read.seat().guest()));
	}

	@EventListener
	void on(SessionsEnded ended) {
		this.bell.ring(Ring.ended(ended.ids()));
	}

	@EventListener
	void on(Ring ring) {
		ring.typing().forEach((key, names) -> {
			RoomKey room = new RoomKey(key);
			if (this.heads.isFollowed(room)) {
				names.forEach((name) -> this.publisher.publishEvent(new GuestTypedElsewhere(room, new Username(name))));
			}
		});
		ring.away().forEach((key, guests) -> {
			RoomKey room = new RoomKey(key);
			if (this.heads.isFollowed(room)) {
				guests.forEach((name, isAway) -> changeAway(room, new Username(name), isAway));
			}
		});
		ring.guests().forEach((key, ids) -> {
			RoomKey room = new RoomKey(key);
			ids.forEach((id) -> this.publisher.publishEvent(new RoomUsedElsewhere(new Guest(id), room)));
		});
		if (!ring.ended().isEmpty()) {
			this.publisher.publishEvent(new SessionsEndedElsewhere(ring.ended()));
		}
	}

	/**
	 * A guest who looks at the room on this node is away on the other one only, which is
	 * told that the guest is back.
	 */
	private void changeAway(RoomKey room, Username username, boolean isAway) {
		if (isAway && this.presence.isLooking(room, username)) {
			this.bell.ring(Ring.away(room, username, false));
		}
		else {
			this.publisher.publishEvent(new AwayChangedElsewhere(room, username, isAway));
		}
	}

}
