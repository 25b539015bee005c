package chat.foyer.chat;

import java.util.Optional;

import chat.foyer.entry.SeeOther;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Takes how far a guest has read a room, from a page that is just being left or gets no
 * live connection.
 */
@Controller
@RequestMapping("/rooms/{room}/read")
class ReadPositionController {

	private final RoomRegistry registry;

	private final Presence presence;

	private final ReadCursors cursors;

	ReadPositionController(RoomRegistry registry, Presence presence, ReadCursors cursors) {
		this.registry = registry;
		this.presence = presence;
		this.cursors = cursors;
	}

	@PostMapping
	ModelAndView read(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam long seq) {
		advance(room, guest, seq);
		return new ModelAndView(SeeOther.room(room));
	}

	@PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Void> readFromScript(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam long seq) {
		return ResponseEntity.status(advance(room, guest, seq) ? HttpStatus.NO_CONTENT : HttpStatus.FORBIDDEN).build();
	}

	private boolean advance(RoomKey room, @Nullable Guest guest, long seq) {
		Optional<Seat> seat = Optional.ofNullable(guest).flatMap((known) -> this.registry.find(known, room));
		seat.ifPresent((found) -> {
			this.cursors.advance(found, seq);
			this.presence.renewPoll(found);
		});
		return seat.isPresent();
	}

}
