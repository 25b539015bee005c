package chat.foyer.entry;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import chat.foyer.message.EventLog;
import chat.foyer.message.InvalidTextException;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.Refusal;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

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

	private final EventLog log;

	private final RoomPages pages;

	MessagesController(RoomRegistry registry, Presence presence, EventLog log, RoomPages pages) {
		this.registry = registry;
		this.presence = presence;
		this.log = log;
		this.pages = pages;
	}

	@PostMapping("/rooms/{room}/messages")
	ModelAndView say(@PathVariable RoomName room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam String text, @RequestParam Optional<String> id, Locale locale) {
		Optional<Seat> seat = Optional.ofNullable(guest).flatMap((known) -> this.registry.find(known, room));
		if (seat.isEmpty()) {
			// The room's address offers to enter it.
			return new ModelAndView(SeeOther.room(room));
		}
		// Forms send line ends as CR LF, whatever was typed (HTML, 4.10.22.4).
		String typed = text.replace("\r\n", "\n");
		MessageText checked;
		MessageId messageId;
		try {
			checked = new MessageText(typed);
			messageId = id.map(MessageId::new).orElseGet(MessageId::random);
		}
		catch (InvalidTextException ex) {
			return refused(seat.get(), typed, Refusal.of(ex.problem()), HttpStatus.UNPROCESSABLE_CONTENT, locale);
		}
		if (!this.presence.visit(seat.get())) {
			return new ModelAndView(SeeOther.room(room));
		}
		try {
			this.log.say(seat.get(), messageId, checked).join();
			return new ModelAndView(SeeOther.room(room));
		}
		catch (CompletionException ex) {
			// It may come to be stored all the same: the same id keeps it from being said
			// twice.
			return refused(seat.get(), typed, Refusal.UNAVAILABLE, HttpStatus.SERVICE_UNAVAILABLE, locale)
				.addObject("messageId", messageId.value());
		}
	}

	private ModelAndView refused(Seat seat, String typed, Refusal refusal, HttpStatus status, Locale locale) {
		ModelAndView page = this.pages.newest(seat, locale);
		page.setStatus(status);
		return page.addObject("error", "message." + refusal.word()).addObject("draft", typed);
	}

}
