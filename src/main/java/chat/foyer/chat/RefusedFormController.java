package chat.foyer.chat;

import java.util.Locale;
import java.util.Optional;

import chat.foyer.entry.EntryForm;
import chat.foyer.entry.EntryPages;
import chat.foyer.entry.RememberedUsername;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Shows a form that was refused for its token once more, with what was typed in it and a
 * token that is valid. A browser that sent no cookie at all with the entry form is told
 * that it blocks them: the form itself came with one.
 */
@Controller
class RefusedFormController {

	/**
	 * Where a refused form is forwarded to, in front of its own address.
	 */
	static final String PATH = "/refused-form";

	private static final String STALE = "entry.stale";

	private final EntryPages entryPages;

	private final RoomPages roomPages;

	private final RoomRegistry registry;

	private final Presence presence;

	RefusedFormController(EntryPages entryPages, RoomPages roomPages, RoomRegistry registry, Presence presence) {
		this.entryPages = entryPages;
		this.roomPages = roomPages;
		this.registry = registry;
		this.presence = presence;
	}

	@InitBinder
	void takeTheFieldsOfTheFormOnly(WebDataBinder binder) {
		binder.setAllowedFields("username", "room");
	}

	@PostMapping(PATH + "/")
	ModelAndView entry(EntryForm form, BindingResult errors, @RequestParam(required = false) @Nullable String at,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		errors.reject((request.getHeader(HttpHeaders.COOKIE) == null) ? "entry.no-cookies" : STALE);
		ModelAndView page = this.entryPages.page(form, request, response, locale).addObject("at", at);
		page.setStatus(HttpStatus.FORBIDDEN);
		return page;
	}

	/**
	 * The room with the text in the composer; for a guest without a seat the form to
	 * enter the room, with the text to copy.
	 * @param id the id of the message, which stays the same so that it is not stored
	 * twice
	 */
	@PostMapping(PATH + "/rooms/{room}/messages")
	ModelAndView message(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "") String text, @RequestParam Optional<String> id,
			@RequestParam(required = false) @Nullable Long re, HttpServletRequest request, HttpServletResponse response,
			Locale locale) {
		String typed = MessageText.clean(text);
		Optional<Seat> seat = visit(room, guest);
		ModelAndView page = roomPage(seat, room, typed, request, response, locale).addObject("draft", typed);
		if (re != null) {
			seat.ifPresent((own) -> this.roomPages.addReply(page, own, re));
		}
		id.ifPresent((sent) -> page.addObject("messageId", sent));
		return page;
	}

	/**
	 * The room with the text in the form to edit the message; for a guest without a seat
	 * as for a message.
	 */
	@PostMapping(PATH + "/rooms/{room}/messages/{seq}/edit")
	ModelAndView edit(@PathVariable RoomKey room, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam(defaultValue = "") String text,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		String typed = MessageText.clean(text);
		return roomPage(visit(room, guest), room, typed, request, response, locale).addObject("edit",
				new UnsavedEdit(seq, typed, MessageId.random().value()));
	}

	/**
	 * The room. There is nothing to keep of a form without a text.
	 */
	@PostMapping(PATH + "/rooms/{room}/messages/{seq}/{change:delete|react|pin}")
	ModelAndView change(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		return roomPage(visit(room, guest), room, "", request, response, locale);
	}

	private Optional<Seat> visit(RoomKey room, @Nullable Guest guest) {
		return Optional.ofNullable(guest)
			.flatMap((known) -> this.registry.find(known, room))
			.filter(this.presence::visit);
	}

	private ModelAndView roomPage(Optional<Seat> known, RoomKey room, String typed, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		ModelAndView page = known.map((seat) -> this.roomPages.newest(seat, locale).addObject("error", STALE))
			.orElseGet(() -> this.entryPages.invitation(room, RememberedUsername.of(request), request, response, locale)
				.addObject("unsent", typed));
		page.setStatus(HttpStatus.FORBIDDEN);
		return page;
	}

}
