package chat.foyer.entry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import chat.foyer.room.Browsers;
import chat.foyer.room.Guest;
import chat.foyer.room.PresenceProperties;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.session.Sessions;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Frees the names of guests whose session has ended, some time after their last
 * connection, and soon those of guests who never came back with the session that they
 * got, as where the answer to the form was lost.
 */
@Component
class SeatSweep {

	/**
	 * A session is stored after the seat, at the end of the request, and used when the
	 * browser follows the answer.
	 */
	private static final Duration RETURN_WITHIN = Duration.ofMinutes(1);

	private final Sessions sessions;

	private final RoomRegistry registry;

	private final Browsers browsers;

	private final PresenceProperties presence;

	private final Clock clock;

	SeatSweep(Sessions sessions, RoomRegistry registry, Browsers browsers, PresenceProperties presence, Clock clock) {
		this.sessions = sessions;
		this.registry = registry;
		this.browsers = browsers;
		this.presence = presence;
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "30s")
	void sweep() {
		Instant now = this.clock.instant();
		Instant seenBefore = now.minus(this.presence.nameGrace());
		// Before the sessions are read: a guest who enters after that has one.
		List<Seat> unused = this.registry.findUnused(now.minus(RETURN_WITHIN), seenBefore);
		List<Guest> seatless = this.browsers.findSeatless();
		Set<Guest> asked = new HashSet<>(seatless);
		unused.forEach((seat) -> asked.add(new Guest(seat.guest())));
		Set<Guest> returned = this.sessions.findReturned(asked);
		unused.stream()
			.filter((seat) -> !returned.contains(new Guest(seat.guest())))
			.forEach((seat) -> this.registry.leaveUnused(seat, seenBefore));
		// Those who lost their last seat just now are seatless at the next sweep.
		seatless.stream().filter((guest) -> !returned.contains(guest)).forEach(this.browsers::removeSeatless);
	}

}
