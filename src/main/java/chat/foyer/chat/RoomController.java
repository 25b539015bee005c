package chat.foyer.chat;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import chat.foyer.entry.BrowserKeys;
import chat.foyer.entry.Departure;
import chat.foyer.entry.EntryPages;
import chat.foyer.entry.GuestSession;
import chat.foyer.entry.LineLink;
import chat.foyer.entry.RememberedUsername;
import chat.foyer.entry.SeeOther;
import chat.foyer.entry.SharedAddresses;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.SentenceEnd;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The chat page of a room, and leaving the room. Opening the page counts as being there.
 */
@Controller
@RequestMapping("/rooms/{room}")
class RoomController {

	/**
	 * The parameters that tell which lines the page of the room shows.
	 */
	private static final Set<String> PARAMETERS = Set.of("before", "menu", "reply");

	private final RoomRegistry registry;

	private final Presence presence;

	private final RoomPages pages;

	private final EntryPages entryPages;

	private final GuestSession session;

	private final BrowserKeys browsers;

	private final SharedAddresses addresses;

	RoomController(RoomRegistry registry, Presence presence, RoomPages pages, EntryPages entryPages,
			GuestSession session, BrowserKeys browsers, SharedAddresses addresses) {
		this.registry = registry;
		this.presence = presence;
		this.pages = pages;
		this.entryPages = entryPages;
		this.session = session;
		this.browsers = browsers;
		this.addresses = addresses;
	}

	/**
	 * A room has one address: other spellings lead there, and so does the punctuation
	 * behind an address that was copied from the end of a sentence, if the guest sits in
	 * the room without it.
	 */
	@GetMapping
	ModelAndView page(@PathVariable RoomKey room, @PathVariable("room") String spelling,
			@AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "" + Long.MAX_VALUE) long before, @RequestParam Optional<Long> menu,
			@RequestParam Optional<Long> reply, @RequestParam Optional<String> username, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		if (!spelling.equals(room.value())) {
			return new ModelAndView(SeeOther.room(room, request.getQueryString()));
		}
		Optional<Seat> seat = seat(guest, room);
		List<RoomName> shorter = seat.isPresent() ? List.of() : SentenceEnd.roomsWithout(room.value());
		Optional<RoomKey> meant = Optional.ofNullable(guest).flatMap((known) -> seatedIn(shorter, known));
		if (meant.isPresent()) {
			return new ModelAndView(SeeOther.room(meant.get(), request.getQueryString()));
		}
		Function<Seat, ModelAndView> read = (own) -> menu.map((of) -> this.pages.withMenu(of, own, locale))
			.or(() -> reply.map((re) -> this.pages.withReply(re, own, locale)))
			.orElseGet(() -> this.pages.before(before, own, locale));
		return page(room, seat, read, username, request, response, locale).addObject("shorter",
				shorter.isEmpty() ? null : shorter.get(shorter.size() - 1));
	}

	/**
	 * The page with the lines around one. Whoever has no seat in the room gets the entry
	 * form, which leads there. Links of the page that have a query lead to other lines of
	 * the room.
	 */
	@GetMapping("/at/{seq:\\d{1,18}}")
	ModelAndView line(@PathVariable RoomKey room, @PathVariable("room") String spelling, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam Optional<String> username,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		if (!Collections.disjoint(request.getParameterMap().keySet(), PARAMETERS)) {
			return new ModelAndView(SeeOther.room(room, request.getQueryString()));
		}
		LineLink line = new LineLink(room, seq);
		if (!spelling.equals(room.value())) {
			return new ModelAndView(SeeOther.line(line, request.getQueryString()));
		}
		return page(room, seat(guest, room), (own) -> this.pages.around(seq, own, locale), username, request, response,
				locale)
			.addObject("at", line.field());
	}

	private ModelAndView page(RoomKey room, Optional<Seat> seat, Function<Seat, ModelAndView> read,
			Optional<String> username, HttpServletRequest request, HttpServletResponse response, Locale locale) {
		seat.ifPresent((own) -> this.browsers.remember(new Guest(own.guest()), request, response));
		// The page is read before the arrival is noted, so that it does not depend on how
		// fast the arrival is written.
		return seat.flatMap((own) -> Optional.of(read.apply(own)).filter((page) -> this.presence.visit(own)))
			.map((page) -> page.addObject("lan", inNetwork(room, request)))
			.orElseGet(() -> this.entryPages.invitation(room, username.orElseGet(() -> RememberedUsername.of(request)),
					request, response, locale))
			.addObject("departure", this.session.takeDeparture(request));
	}

	private Optional<Seat> seat(@Nullable Guest guest, RoomKey room) {
		return Optional.ofNullable(guest).flatMap((known) -> this.registry.find(known, room));
	}

	private Optional<RoomKey> seatedIn(List<RoomName> rooms, Guest guest) {
		return rooms.stream()
			.map(RoomName::key)
			.filter((room) -> this.registry.find(guest, room).isPresent())
			.findFirst();
	}

	/**
	 * Redirects to the room where the address of one of its forms is opened by itself, as
	 * when a page that answered to the form is loaded again.
	 */
	@GetMapping({ "/leave", "/messages", "/language", "/read" })
	ModelAndView form(@PathVariable RoomKey room) {
		return new ModelAndView(SeeOther.room(room));
	}

	/**
	 * The same for the forms of a message.
	 */
	@GetMapping("/messages/{seq:\\d{1,18}}/{change:edit|delete|react|pin}")
	ModelAndView formOfMessage(@PathVariable RoomKey room, @PathVariable long seq) {
		return new ModelAndView(SeeOther.message(room, seq));
	}

	/**
	 * The room's addresses for others, where the one in the reader's browser works on
	 * this machine only.
	 */
	private List<String> inNetwork(RoomKey room, HttpServletRequest request) {
		return this.addresses.inNetwork(request).stream().map((base) -> base + "/rooms/" + room.encoded()).toList();
	}

	/**
	 * Leaves the room and shows the newest other one, or the entry form. That page offers
	 * to undo it once.
	 */
	@PostMapping("/leave")
	ModelAndView leave(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "false") boolean unsent, HttpServletRequest request) {
		leaveFromScript(room, guest, unsent, request);
		return new ModelAndView(SeeOther.entry());
	}

	/**
	 * Leaves the room. A guest who is not in it changes nothing.
	 */
	@PostMapping(path = "/leave",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Void> leaveFromScript(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "false") boolean unsent, HttpServletRequest request) {
		if (guest != null) {
			this.registry.find(guest, room).ifPresent((seat) -> {
				this.registry.leave(guest, room);
				this.session.leave(room,
						new Departure(this.registry.nameOf(room).value(), seat.username().value(), unsent), request);
			});
		}
		return ResponseEntity.noContent().build();
	}

}
