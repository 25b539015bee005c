package chat.foyer.chat;

import java.util.Locale;

import chat.foyer.entry.SeeOther;
import chat.foyer.message.RoomSummaryService;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomRegistry;
import chat.foyer.web.Problems;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Lists the guest's rooms to scripts, with what is unread in each.
 */
@Controller
@RequestMapping("/rooms")
class RoomsController {

	private final RoomRegistry registry;

	private final RoomSummaryService summaries;

	private final Problems problems;

	RoomsController(RoomRegistry registry, RoomSummaryService summaries, Problems problems) {
		this.registry = registry;
		this.summaries = summaries;
		this.problems = problems;
	}

	/**
	 * Redirects a person to the newest room.
	 */
	@GetMapping
	ModelAndView rooms() {
		return new ModelAndView(SeeOther.newestRoom());
	}

	@GetMapping(produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> list(@AuthenticationPrincipal @Nullable Guest guest, Locale locale) {
		if (guest == null) {
			return this.problems.notAMember(locale).answer();
		}
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.APPLICATION_JSON)
			.body(this.summaries.of(guest, this.registry.findAll(guest)));
	}

}
