package chat.foyer.chat;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import chat.foyer.entry.EntryPages;
import chat.foyer.entry.RememberedUsername;
import chat.foyer.file.UploadProblems;
import chat.foyer.file.UploadRefusedException;
import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RateLimitExceededException;
import chat.foyer.limit.RefusalCounter;
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
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Appends the events that requests ask for, and makes the answers: JSON as
 * {@code /user/queue/replies} sends it, or a page. Blocks until the event is on disk or
 * refused. Thread-safe.
 */
@Component
class RequestAppender {

	private final RoomRegistry registry;

	private final Presence presence;

	private final RefusalCounter refusals;

	private final RoomPages pages;

	private final EntryPages entryPages;

	private final Problems problems;

	private final UploadProblems uploadProblems;

	RequestAppender(RoomRegistry registry, Presence presence, RefusalCounter refusals, RoomPages pages,
			EntryPages entryPages, Problems problems, UploadProblems uploadProblems) {
		this.registry = registry;
		this.presence = presence;
		this.refusals = refusals;
		this.pages = pages;
		this.entryPages = entryPages;
		this.problems = problems;
		this.uploadProblems = uploadProblems;
	}

	/**
	 * The guest's seat in the room, for a form.
	 * @return empty if the guest has none
	 */
	Optional<Seat> visit(RoomKey room, @Nullable Guest guest) {
		return seat(room, guest, this.presence::visit);
	}

	/**
	 * Appends an event for a form.
	 * @param append called once, if there is a seat and the id has the form of one
	 * @throws RefusedMessageException if the event is not stored
	 */
	Event append(Optional<Seat> seat, String id, BiFunction<Seat, MessageId, CompletableFuture<Event>> append)
			throws RefusedMessageException {
		try {
			return append.apply(seat.orElseThrow(SeatGoneException::new), new MessageId(id)).join();
		}
		catch (SeatGoneException ex) {
			throw refused(ErrorCode.NOT_A_MEMBER);
		}
		catch (InvalidTextException ex) {
			throw refused(ErrorCode.of(ex.problem()));
		}
		catch (UploadRefusedException ex) {
			this.refusals.count(ex.reason());
			throw new RefusedMessageException(ex);
		}
		catch (RateLimitExceededException ex) {
			this.refusals.count(ErrorCode.RATE_LIMITED);
			throw new RefusedMessageException(ErrorCode.RATE_LIMITED, Optional.of(ex.delay()));
		}
		catch (CompletionException ex) {
			throw refused(ErrorCode.of(Objects.requireNonNullElse(ex.getCause(), ex)));
		}
	}

	/**
	 * The page that answers to a refused form: the room with the reason, or for a guest
	 * without a seat the form to enter the room again.
	 * @param typed the text that was typed, cleaned; empty if the form has no text. The
	 * form to enter shows it to copy
	 */
	ModelAndView page(RefusedMessageException refusal, Optional<Seat> seat, RoomKey room, String typed,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		boolean isMember = refusal.reason() != ErrorCode.NOT_A_MEMBER;
		ModelAndView page = isMember
				? this.pages.newest(seat.orElseThrow(), locale).addObject("error", refusal.messageKey())
				: this.entryPages.invitation(room, RememberedUsername.of(request), request, response, locale)
					.addObject("unsent", typed);
		refusal.delay()
			.ifPresent((delay) -> response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(delay.seconds())));
		page.setStatus(refusal.pageStatus());
		return page;
	}

	/**
	 * Appends an event for a script or a program.
	 * @param append as in {@link #append}
	 */
	ResponseEntity<Object> answer(RoomKey room, @Nullable Guest guest, Optional<String> id, Locale locale,
			BiFunction<Seat, MessageId, CompletableFuture<Event>> append) {
		String sentId = id.orElseGet(() -> MessageId.random().value());
		try {
			Event event = append(seat(room, guest, this.presence::poll), sentId, append);
			return ResponseEntity.ok()
				.cacheControl(CacheControl.noStore())
				.contentType(MediaType.APPLICATION_JSON)
				.body(new Confirmation(sentId, event.seq()));
		}
		catch (RefusedMessageException ex) {
			Problem problem = (ex.isForFile() ? this.uploadProblems.of(ex.reason(), locale)
					: this.problems.of(ex.reason(), locale))
				.withId(id.orElse(null));
			return ex.delay().map((delay) -> problem.withRetryAfter(delay.seconds())).orElse(problem).answer();
		}
	}

	private Optional<Seat> seat(RoomKey room, @Nullable Guest guest, Predicate<Seat> isHere) {
		return Optional.ofNullable(guest).flatMap((known) -> this.registry.find(known, room)).filter(isHere);
	}

	private RefusedMessageException refused(ErrorCode reason) {
		this.refusals.count(reason);
		return new RefusedMessageException(reason, Optional.empty());
	}

	/**
	 * Confirms that an event is on disk.
	 *
	 * @param id what the sender calls it
	 * @param seq its number
	 */
	record Confirmation(String id, long seq) {
	}

}
