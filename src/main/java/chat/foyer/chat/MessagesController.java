package chat.foyer.chat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import chat.foyer.entry.SeeOther;
import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.message.Event;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.SentFile;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
 * Takes messages over HTTP: of pages without JavaScript, which get a page, and of pages
 * and programs without a live connection, which get JSON as {@code /user/queue/replies}
 * sends it. A message that is sent again under the same id gets the same answer.
 */
@Controller
@RequestMapping("/rooms/{room}/messages")
class MessagesController {

	private final RateLimitedEventLog log;

	private final RoomPages pages;

	private final RequestAppender appender;

	MessagesController(RateLimitedEventLog log, RoomPages pages, RequestAppender appender) {
		this.log = log;
		this.pages = pages;
		this.appender = appender;
	}

	/**
	 * Redirects to the room, or shows the room with the text in the composer and the
	 * reason why it is refused. A guest without a seat gets the form to enter the room
	 * again, with the text to copy.
	 */
	@PostMapping
	ModelAndView sayByForm(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam String text, @RequestParam Optional<String> id,
			@RequestParam(required = false) @Nullable Long re,
			@RequestParam(required = false) @Nullable List<@Nullable String> files,
			@RequestParam(required = false) @Nullable List<@Nullable String> alts, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		Optional<Seat> seat = this.appender.visit(room, guest);
		String sentId = id.orElseGet(() -> MessageId.random().value());
		try {
			this.appender.append(seat, sentId,
					(own, messageId) -> say(own, messageId, text, re, SentFile.of(files, alts)));
			return new ModelAndView(SeeOther.room(room));
		}
		catch (RefusedMessageException ex) {
			String typed = MessageText.clean(text);
			ModelAndView page = this.appender.page(ex, seat, room, typed, request, response, locale)
				.addObject("draft", typed);
			if (re != null) {
				seat.ifPresent((own) -> this.pages.addReply(page, own, re));
			}
			// The message may come to be stored all the same: the same id keeps it from
			// being stored twice.
			return ex.isTransient() ? page.addObject("messageId", sentId) : page;
		}
	}

	/**
	 * Answers once the message is on disk.
	 */
	@PostMapping(produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> say(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "") String text, @RequestParam Optional<String> id,
			@RequestParam(required = false) @Nullable Long re,
			@RequestParam(required = false) @Nullable List<@Nullable String> files,
			@RequestParam(required = false) @Nullable List<@Nullable String> alts, Locale locale) {
		return this.appender.answer(room, guest, id, locale,
				(seat, messageId) -> say(seat, messageId, text, re, SentFile.of(files, alts)));
	}

	private CompletableFuture<Event> say(Seat seat, MessageId id, String typed, @Nullable Long re,
			List<SentFile> files) {
		MessageText text = files.isEmpty() ? this.log.check(typed) : this.log.checkOptional(typed);
		return this.log.say(seat, id, text, re, files);
	}

}
