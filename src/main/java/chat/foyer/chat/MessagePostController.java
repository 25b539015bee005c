package chat.foyer.chat;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

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
import chat.foyer.web.Problem;
import chat.foyer.web.Problems;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes messages of pages that get no live connection. Answers with JSON, as
 * {@code /user/queue/replies} does.
 */
@RestController
class MessagePostController {

	private final RoomRegistry registry;

	private final Presence presence;

	private final RateLimitedEventLog log;

	private final RefusalCounter refusals;

	private final Problems problems;

	MessagePostController(RoomRegistry registry, Presence presence, RateLimitedEventLog log, RefusalCounter refusals,
			Problems problems) {
		this.registry = registry;
		this.presence = presence;
		this.log = log;
		this.refusals = refusals;
		this.problems = problems;
	}

	/**
	 * Answers once the message is on disk. A message that is sent again under the same id
	 * gets the same answer.
	 */
	@PostMapping(path = "/rooms/{room}/messages",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> say(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "") String text, @RequestParam Optional<String> id, Locale locale) {
		String sentId = id.orElse(null);
		try {
			MessageId messageId = id.map(MessageId::new).orElseGet(MessageId::random);
			MessageText checked = this.log.check(text);
			Optional<Seat> seat = Optional.ofNullable(guest)
				.flatMap((known) -> this.registry.find(known, room))
				.filter(this.presence::poll);
			if (seat.isEmpty()) {
				return refused(ErrorCode.NOT_A_MEMBER, sentId, locale).answer();
			}
			long seq = this.log.say(seat.get(), messageId, checked).join().seq();
			return ResponseEntity.ok()
				.cacheControl(CacheControl.noStore())
				.contentType(MediaType.APPLICATION_JSON)
				.body(new Confirmation(messageId.value(), seq));
		}
		catch (InvalidTextException ex) {
			return refused(ErrorCode.of(ex.problem()), sentId, locale).answer();
		}
		catch (RateLimitExceededException ex) {
			return refused(ErrorCode.RATE_LIMITED, sentId, locale).withRetryAfter(ex.delay().seconds()).answer();
		}
		catch (CompletionException ex) {
			boolean isSeatGone = ex.getCause() instanceof SeatGoneException;
			return refused(isSeatGone ? ErrorCode.NOT_A_MEMBER : ErrorCode.UNAVAILABLE, sentId, locale).answer();
		}
	}

	private Problem refused(ErrorCode refusal, @Nullable String id, Locale locale) {
		this.refusals.count(refusal);
		HttpStatus status = switch (refusal) {
			case EMPTY -> HttpStatus.UNPROCESSABLE_CONTENT;
			case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
			case NOT_A_MEMBER -> HttpStatus.FORBIDDEN;
			case RATE_LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
			case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
			default -> HttpStatus.BAD_REQUEST;
		};
		return this.problems.of(status, refusal, locale).withId(id);
	}

	/**
	 * Tells that a message is on disk.
	 */
	record Confirmation(String id, long seq) {
	}

}
