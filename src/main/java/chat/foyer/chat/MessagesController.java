package chat.foyer.chat;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import chat.foyer.entry.EntryPages;
import chat.foyer.entry.RememberedUsername;
import chat.foyer.entry.SeeOther;
import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RateLimitExceededException;
import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.message.InvalidTextException;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.SeatGoneException;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Saying something without JavaScript.
 */
@Controller
class MessagesController {

	private final RoomRegistry registry;

	private final Presence presence;

	private final RateLimitedEventLog log;

	private final RoomPages pages;

	private final EntryPages entryPages;

	private final RefusalCounter refusals;

	MessagesController(RoomRegistry registry, Presence presence, RateLimitedEventLog log, RoomPages pages,
			EntryPages entryPages, RefusalCounter refusals) {
		this.registry = registry;
		this.presence = presence;
		this.log = log;
		this.pages = pages;
		this.entryPages = entryPages;
		this.refusals = refusals;
	}

	@PostMapping("/rooms/{room}/messages")
	ModelAndView say(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam String text, @RequestParam Optional<String> id, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		Optional<Seat> seat = Optional.ofNullable(guest)
			.flatMap((known) -> this.registry.find(known, room))
			.filter(this.presence::visit);
		if (seat.isEmpty()) {
			return signedOut(room, text, request, response, locale);
		}
		try {
			MessageText checked = this.log.check(text);
			MessageId messageId = id.map(MessageId::new).orElseGet(MessageId::random);
			return say(seat.get(), messageId, checked, request, response, locale);
		}
		catch (InvalidTextException ex) {
			return refused(seat.get(), MessageText.clean(text), ErrorCode.of(ex.problem()),
					HttpStatus.UNPROCESSABLE_CONTENT, locale);
		}
	}

	private ModelAndView say(Seat seat, MessageId id, MessageText text, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		try {
			this.log.say(seat, id, text).join();
			return new ModelAndView(SeeOther.room(seat.room()));
		}
		catch (RateLimitExceededException ex) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(ex.delay().seconds()));
			return refused(seat, text.value(), ErrorCode.RATE_LIMITED, HttpStatus.TOO_MANY_REQUESTS, locale)
				.addObject("messageId", id.value());
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof SeatGoneException) {
				return signedOut(seat.room(), text.value(), request, response, locale);
			}
			// It may come to be stored all the same: the same id keeps it from being said
			// twice.
			return refused(seat, text.value(), ErrorCode.UNAVAILABLE, HttpStatus.SERVICE_UNAVAILABLE, locale)
				.addObject("messageId", id.value());
		}
	}

	/**
	 * The form to enter the room again, with the text that was not sent.
	 */
	private ModelAndView signedOut(RoomKey room, String text, HttpServletRequest request, HttpServletResponse response,
			Locale locale) {
		this.refusals.count(ErrorCode.NOT_A_MEMBER);
		ModelAndView form = this.entryPages.invitation(room, RememberedUsername.of(request), request, response, locale);
		form.setStatus(HttpStatus.FORBIDDEN);
		return form.addObject("unsent", MessageText.clean(text));
	}

	private ModelAndView refused(Seat seat, String typed, ErrorCode refusal, HttpStatus status, Locale locale) {
		this.refusals.count(refusal);
		ModelAndView page = this.pages.newest(seat, locale);
		page.setStatus(status);
		return page.addObject("error", "message." + refusal.word()).addObject("draft", typed);
	}

}
