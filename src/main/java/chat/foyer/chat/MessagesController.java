package chat.foyer.chat;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

import chat.foyer.entry.EntryPages;
import chat.foyer.entry.RememberedUsername;
import chat.foyer.entry.SeeOther;
import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RateLimitExceededException;
import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.limit.RetryDelay;
import chat.foyer.message.Event;
import chat.foyer.message.InvalidTextException;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.SeatGoneException;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.web.Problem;
import chat.foyer.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
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
 * Takes messages over HTTP: of pages without JavaScript, which get a page, and of pages
 * and programs without a live connection, which get JSON as {@code /user/queue/replies}
 * sends it. A message that is sent again under the same id gets the same answer.
 */
@Controller
@RequestMapping("/rooms/{room}/messages")
class MessagesController {

	private final RoomRegistry registry;

	private final Presence presence;

	private final RateLimitedEventLog log;

	private final RefusalCounter refusals;

	private final RoomPages pages;

	private final EntryPages entryPages;

	private final Problems problems;

	MessagesController(RoomRegistry registry, Presence presence, RateLimitedEventLog log, RefusalCounter refusals,
			RoomPages pages, EntryPages entryPages, Problems problems) {
		this.registry = registry;
		this.presence = presence;
		this.log = log;
		this.refusals = refusals;
		this.pages = pages;
		this.entryPages = entryPages;
		this.problems = problems;
	}

	/**
	 * Redirects to the room, or shows the room with the text in the composer and the
	 * reason why it is refused. A guest without a seat gets the form to enter the room
	 * again, with the text to copy.
	 */
	@PostMapping
	ModelAndView sayByForm(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam String text, @RequestParam Optional<String> id, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		Optional<Seat> seat = seat(room, guest, this.presence::visit);
		String sentId = id.orElseGet(() -> MessageId.random().value());
		try {
			say(seat, text, sentId);
			return new ModelAndView(SeeOther.room(room));
		}
		catch (RefusalException ex) {
			String typed = MessageText.clean(text);
			ModelAndView page = (ex.reason != ErrorCode.NOT_A_MEMBER)
					? page(seat.orElseThrow(), typed, sentId, ex, locale)
					: this.entryPages.invitation(room, RememberedUsername.of(request), request, response, locale)
						.addObject("unsent", typed);
			ex.delay.ifPresent((delay) -> response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(delay.seconds())));
			page.setStatus(ex.isOfText() ? HttpStatus.UNPROCESSABLE_CONTENT : Problems.statusOf(ex.reason));
			return page;
		}
	}

	private ModelAndView page(Seat seat, String typed, String id, RefusalException refusal, Locale locale) {
		ModelAndView page = this.pages.newest(seat, locale)
			.addObject("error", "message." + refusal.reason.word())
			.addObject("draft", typed);
		// The message may come to be stored all the same: the same id keeps it from being
		// stored twice.
		return refusal.isTransient() ? page.addObject("messageId", id) : page;
	}

	/**
	 * Answers once the message is on disk.
	 */
	@PostMapping(produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> say(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "") String text, @RequestParam Optional<String> id, Locale locale) {
		try {
			Event event = say(seat(room, guest, this.presence::poll), text,
					id.orElseGet(() -> MessageId.random().value()));
			return ResponseEntity.ok()
				.cacheControl(CacheControl.noStore())
				.contentType(MediaType.APPLICATION_JSON)
				.body(new Confirmation(String.valueOf(event.id()), event.seq()));
		}
		catch (RefusalException ex) {
			Problem problem = this.problems.of(ex.reason, locale).withId(id.orElse(null));
			return ex.delay.map((delay) -> problem.withRetryAfter(delay.seconds())).orElse(problem).answer();
		}
	}

	private Optional<Seat> seat(RoomKey room, @Nullable Guest guest, Predicate<Seat> isHere) {
		return Optional.ofNullable(guest).flatMap((known) -> this.registry.find(known, room)).filter(isHere);
	}

	private Event say(Optional<Seat> seat, String text, String id) throws RefusalException {
		try {
			return this.log.say(seat.orElseThrow(SeatGoneException::new), new MessageId(id), this.log.check(text), null)
				.join();
		}
		catch (SeatGoneException ex) {
			throw refused(ErrorCode.NOT_A_MEMBER, Optional.empty());
		}
		catch (InvalidTextException ex) {
			throw refused(ErrorCode.of(ex.problem()), Optional.empty());
		}
		catch (RateLimitExceededException ex) {
			throw refused(ErrorCode.RATE_LIMITED, Optional.of(ex.delay()));
		}
		catch (CompletionException ex) {
			boolean isSeatGone = ex.getCause() instanceof SeatGoneException;
			throw refused(isSeatGone ? ErrorCode.NOT_A_MEMBER : ErrorCode.UNAVAILABLE, Optional.empty());
		}
	}

	private RefusalException refused(ErrorCode reason, Optional<RetryDelay> delay) {
		this.refusals.count(reason);
		return new RefusalException(reason, delay);
	}

	/**
	 * Confirms that a message is on disk.
	 */
	record Confirmation(String id, long seq) {
	}

	/**
	 * Thrown when a message is not stored.
	 */
	private static final class RefusalException extends Exception {

		private static final long serialVersionUID = 1L;

		private final ErrorCode reason;

		private final transient Optional<RetryDelay> delay;

		RefusalException(ErrorCode reason, Optional<RetryDelay> delay) {
			super(reason.word(), null, false, false);
			this.reason = reason;
			this.delay = delay;
		}

		/**
		 * Whether another text could be stored.
		 */
		boolean isOfText() {
			return !isTransient() && this.reason != ErrorCode.NOT_A_MEMBER;
		}

		/**
		 * Whether the same message may be stored when it is sent again.
		 */
		boolean isTransient() {
			return this.reason == ErrorCode.RATE_LIMITED || this.reason == ErrorCode.UNAVAILABLE;
		}

	}

}
