package chat.foyer.chat;

import java.util.Locale;
import java.util.Optional;

import chat.foyer.entry.SeeOther;
import chat.foyer.limit.ErrorCode;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.web.Problems;
import jakarta.validation.constraints.PositiveOrZero;
import org.jspecify.annotations.Nullable;

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

	private final Problems problems;

	ReadPositionController(RoomRegistry registry, Presence presence, ReadCursors cursors, Problems problems) {
		this.registry = registry;
		this.presence = presence;
		this.cursors = cursors;
		this.problems = problems;
	}

	@PostMapping
	ModelAndView read(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam @PositiveOrZero long seq) {
		advance(room, guest, seq);
		return new ModelAndView(SeeOther.room(room));
	}

	@PostMapping(produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> readFromScript(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam @PositiveOrZero long seq, Locale locale) {
		return advance(room, guest, seq) ? ResponseEntity.noContent().build()
				: this.problems.of(ErrorCode.NOT_A_MEMBER, locale).answer();
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
