package chat.foyer.chat;

import java.util.Locale;
import java.util.Optional;

import chat.foyer.entry.SeeOther;
import chat.foyer.file.FileProperties;
import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.message.EditProperties;
import chat.foyer.message.Events;
import chat.foyer.message.RoomSummaryService;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.SentenceEnd;
import chat.foyer.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Describes the guest's rooms to scripts and programs.
 */
@Controller
@RequestMapping("/rooms")
class RoomsController {

	private final RoomRegistry registry;

	private final RoomSummaryService summaries;

	private final Presence presence;

	private final Events events;

	private final RoomLimits limits;

	private final Problems problems;

	RoomsController(RoomRegistry registry, RoomSummaryService summaries, Presence presence, Events events,
			LimitsProperties limits, EditProperties edits, FileProperties files, Problems problems) {
		this.registry = registry;
		this.summaries = summaries;
		this.presence = presence;
		this.events = events;
		this.limits = RoomLimits.of(limits, edits, files);
		this.problems = problems;
	}

	/**
	 * Redirects a person to the newest room.
	 */
	@GetMapping
	ModelAndView rooms() {
		return new ModelAndView(SeeOther.newestRoom());
	}

	/**
	 * Lists all rooms with what is unread in each.
	 */
	@GetMapping(produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> list(@AuthenticationPrincipal @Nullable Guest guest, Locale locale) {
		if (guest == null) {
			return this.problems.of(ErrorCode.NOT_A_MEMBER, locale).answer();
		}
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.APPLICATION_JSON)
			.body(this.summaries.of(guest, this.registry.findAll(guest)));
	}

	/**
	 * Describes one room, and counts as being there. Other spellings of the address lead
	 * to the one address of the room, as those of its page do.
	 */
	@GetMapping(path = "/{room}",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	Object describe(@PathVariable RoomKey room, @PathVariable("room") String spelling,
			@AuthenticationPrincipal @Nullable Guest guest, HttpServletRequest request, Locale locale) {
		if (!spelling.equals(room.value())) {
			return new ModelAndView(SeeOther.room(room, request.getQueryString()));
		}
		Optional<Guest> known = Optional.ofNullable(guest);
		if (known.flatMap((one) -> this.registry.find(one, room)).filter(this.presence::visit).isPresent()) {
			return ResponseEntity.ok()
				.cacheControl(CacheControl.noStore())
				.contentType(MediaType.APPLICATION_JSON)
				.body(RoomDescription.of(room, this.registry.nameOf(room), this.events.bounds(room), this.limits,
						this.presence.here(room)));
		}
		return SentenceEnd.roomsWithout(room.value())
			.stream()
			.map(RoomName::key)
			.filter((meant) -> known.flatMap((one) -> this.registry.find(one, meant)).isPresent())
			.findFirst()
			.<Object>map((meant) -> new ModelAndView(SeeOther.room(meant, request.getQueryString())))
			.orElseGet(() -> this.problems.of(ErrorCode.NOT_A_MEMBER, locale).answer());
	}

}
