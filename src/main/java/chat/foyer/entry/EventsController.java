package chat.foyer.entry;

import java.time.Instant;
import java.util.Optional;

import chat.foyer.message.EventPage;
import chat.foyer.message.Events;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A room's log as JSON, for guests with a seat in the room. Reading it counts as being
 * there.
 */
@RestController
class EventsController {

	private static final int MOST = 200;

	private final RoomRegistry registry;

	private final Presence presence;

	private final Events events;

	EventsController(RoomRegistry registry, Presence presence, Events events) {
		this.registry = registry;
		this.presence = presence;
		this.events = events;
	}

	@GetMapping("/rooms/{room}/events")
	ResponseEntity<EventPage> events(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam Optional<Long> after, @RequestParam Optional<Long> before,
			@RequestParam Optional<Instant> from, @RequestParam(defaultValue = "" + MOST) int limit) {
		Optional<Seat> seat = Optional.ofNullable(guest).flatMap((known) -> this.registry.find(known, room));
		if (seat.isEmpty()) {
			return ResponseEntity.status(HttpStatus.FORBIDDEN).build();
		}
		int most = Math.max(1, Math.min(limit, MOST));
		EventPage page = from.map((at) -> this.events.firstAt(room, at) - 1)
			.or(() -> after)
			.map((seq) -> this.events.after(room, seq, most))
			.orElseGet(() -> this.events.before(room, before.orElse(Long.MAX_VALUE), most));
		// After the events are read, so that they do not depend on how fast the arrival
		// is written.
		return this.presence.visit(seat.get()) ? ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(page)
				: ResponseEntity.status(HttpStatus.FORBIDDEN).build();
	}

}
