package chat.foyer.chat;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

import chat.foyer.entry.SeeOther;
import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.message.Event;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.ReactionEmoji;
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
 * Takes changes of a message over HTTP, in the same two ways as
 * {@link MessagesController}. A form is redirected to the message, or shows the room with
 * the reason why the change is refused.
 */
@Controller
@RequestMapping("/rooms/{room}/messages/{seq:\\d{1,18}}")
class MessageChangesController {

	private final RateLimitedEventLog log;

	private final RequestAppender appender;

	MessageChangesController(RateLimitedEventLog log, RequestAppender appender) {
		this.log = log;
		this.appender = appender;
	}

	/**
	 * Shows the text of a refused edit in a form to send it again.
	 */
	@PostMapping("/edit")
	ModelAndView editByForm(@PathVariable RoomKey room, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam String text,
			@RequestParam Optional<String> id, HttpServletRequest request, HttpServletResponse response,
			Locale locale) {
		Optional<Seat> seat = this.appender.visit(room, guest);
		String sentId = id.orElseGet(() -> MessageId.random().value());
		try {
			this.appender.append(seat, sentId, edit(seq, text));
			return new ModelAndView(SeeOther.message(room, seq));
		}
		catch (RefusedMessageException ex) {
			String typed = MessageText.clean(text);
			String nextId = ex.isTransient() ? sentId : MessageId.random().value();
			return this.appender.page(ex, seat, room, typed, request, response, locale)
				.addObject("edit", new UnsavedEdit(seq, typed, nextId));
		}
	}

	@PostMapping(path = "/edit",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> edit(@PathVariable RoomKey room, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam(defaultValue = "") String text,
			@RequestParam Optional<String> id, Locale locale) {
		return this.appender.answer(room, guest, id, locale, edit(seq, text));
	}

	@PostMapping("/delete")
	ModelAndView deleteByForm(@PathVariable RoomKey room, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam Optional<String> id,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		return changeByForm(room, seq, guest, id, request, response, locale, delete(seq));
	}

	@PostMapping(path = "/delete",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> delete(@PathVariable RoomKey room, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam Optional<String> id, Locale locale) {
		return this.appender.answer(room, guest, id, locale, delete(seq));
	}

	@PostMapping("/react")
	ModelAndView reactByForm(@PathVariable RoomKey room, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam String emoji, @RequestParam boolean on,
			@RequestParam Optional<String> id, HttpServletRequest request, HttpServletResponse response,
			Locale locale) {
		return changeByForm(room, seq, guest, id, request, response, locale, react(seq, emoji, on));
	}

	@PostMapping(path = "/react",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> react(@PathVariable RoomKey room, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam(defaultValue = "") String emoji,
			@RequestParam boolean on, @RequestParam Optional<String> id, Locale locale) {
		return this.appender.answer(room, guest, id, locale, react(seq, emoji, on));
	}

	@PostMapping("/pin")
	ModelAndView pinByForm(@PathVariable RoomKey room, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam boolean on, @RequestParam Optional<String> id,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		return changeByForm(room, seq, guest, id, request, response, locale, pin(seq, on));
	}

	@PostMapping(path = "/pin",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> pin(@PathVariable RoomKey room, @PathVariable long seq,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestParam boolean on, @RequestParam Optional<String> id,
			Locale locale) {
		return this.appender.answer(room, guest, id, locale, pin(seq, on));
	}

	private ModelAndView changeByForm(RoomKey room, long seq, @Nullable Guest guest, Optional<String> id,
			HttpServletRequest request, HttpServletResponse response, Locale locale,
			BiFunction<Seat, MessageId, CompletableFuture<Event>> change) {
		Optional<Seat> seat = this.appender.visit(room, guest);
		try {
			this.appender.append(seat, id.orElseGet(() -> MessageId.random().value()), change);
			return new ModelAndView(SeeOther.message(room, seq));
		}
		catch (RefusedMessageException ex) {
			return this.appender.page(ex, seat, room, "", request, response, locale);
		}
	}

	private BiFunction<Seat, MessageId, CompletableFuture<Event>> edit(long seq, String text) {
		return (seat, id) -> this.log.edit(seat, id, seq, this.log.checkOptional(text));
	}

	private BiFunction<Seat, MessageId, CompletableFuture<Event>> delete(long seq) {
		return (seat, id) -> this.log.delete(seat, id, seq);
	}

	private BiFunction<Seat, MessageId, CompletableFuture<Event>> react(long seq, String emoji, boolean on) {
		return (seat, id) -> this.log.react(seat, id, seq, ReactionEmoji.of(emoji), on);
	}

	private BiFunction<Seat, MessageId, CompletableFuture<Event>> pin(long seq, boolean on) {
		return (seat, id) -> this.log.pin(seat, id, seq, on);
	}

}
