package chat.foyer.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

import chat.foyer.limit.ErrorCode;
import chat.foyer.live.LongPollRegistry;
import chat.foyer.live.LongPollRegistry.WaitEnd;
import chat.foyer.message.EventPage;
import chat.foyer.message.Events;
import chat.foyer.message.RoomFollower;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.web.Problem;
import chat.foyer.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A room's log as JSON, for guests with a seat in the room. Reading it counts as being
 * there. A page has at most {@value #MOST} events, whatever the limit.
 */
@RestController
@RequestMapping(path = "/rooms/{room}/events",
		produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
class EventsController {

	private static final int MOST = 200;

	private static final long MOST_WAIT_SECONDS = 25;

	/**
	 * Too many tabs, each of which asks again at once, would replace each other's polls
	 * without a pause.
	 */
	private static final long REPLACED_AFTER_SECONDS = 1;

	private final RoomRegistry registry;

	private final Presence presence;

	private final Events events;

	private final RoomFollower follower;

	private final LongPollRegistry polls;

	private final Problems problems;

	private final Executor executor;

	EventsController(RoomRegistry registry, Presence presence, Events events, RoomFollower follower,
			LongPollRegistry polls, Problems problems, @Qualifier("applicationTaskExecutor") Executor executor) {
		this.registry = registry;
		this.presence = presence;
		this.events = events;
		this.follower = follower;
		this.polls = polls;
		this.problems = problems;
		this.executor = executor;
	}

	@GetMapping
	ResponseEntity<Object> events(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(required = false) @PositiveOrZero @Nullable Long after, @RequestParam Optional<Instant> at,
			@RequestParam(required = false) @PositiveOrZero @Nullable Long before, @RequestParam Optional<Instant> from,
			@RequestParam(defaultValue = "" + MOST) @Positive int limit,
			@RequestParam(defaultValue = "0") @PositiveOrZero long wait, Locale locale) {
		if (after != null && before != null) {
			return Problem.of(HttpStatus.BAD_REQUEST, "bad-request", "Give after or before, not both").answer();
		}
		return answer(room, guest, locale, this.presence::visit, (seat) -> from
			.map((moment) -> this.events.firstAt(room, moment) - 1)
			.or(() -> Optional.ofNullable(after))
			.map((seq) -> after(room, seq, at, limit))
			.orElseGet(
					() -> this.events.before(seat, (before != null) ? before : Long.MAX_VALUE, Math.min(limit, MOST))));
	}

	/**
	 * A long poll: where there is no event after the number, the answer is held until
	 * there is one, without a thread, or until the time is over.
	 */
	@GetMapping(params = { "wait", "after", "!before" })
	CompletableFuture<ResponseEntity<Object>> poll(@PathVariable RoomKey room,
			@AuthenticationPrincipal @Nullable Guest guest, HttpServletRequest request,
			@RequestParam @PositiveOrZero long after, @RequestParam Optional<Instant> at,
			@RequestParam(defaultValue = "" + MOST) @Positive int limit, @RequestParam @PositiveOrZero long wait,
			Locale locale) {
		Function<Seat, EventPage> read = (seat) -> after(room, after, at, limit);
		if (guest == null || wait == 0) {
			return CompletableFuture.completedFuture(answer(room, guest, locale, this.presence::poll, read));
		}
		// Before the events are read, so that none gets lost in between.
		CompletableFuture<WaitEnd> end = this.polls.open(guest, room, request.getSession().getId(),
				Duration.ofSeconds(Math.min(wait, MOST_WAIT_SECONDS)));
		ResponseEntity<Object> answer;
		try {
			answer = answer(room, guest, locale, this.presence::poll, (seat) -> {
				this.follower.follow(room);
				return read.apply(seat);
			});
		}
		catch (RuntimeException ex) {
			end.cancel(false);
			throw ex;
		}
		if (!(answer.getBody() instanceof EventPage page) || page.hasNews()) {
			end.cancel(false);
			return CompletableFuture.completedFuture(answer);
		}
		return end.thenCompose((reason) -> switch (reason) {
			// Where the database fails, the next poll says so.
			case EVENTS ->
				CompletableFuture.supplyAsync(() -> answer(room, guest, locale, (seat) -> true, read), this.executor)
					.exceptionally((failure) -> answer);
			case NOTHING -> CompletableFuture.completedFuture(answer);
			case REPLACED -> new CompletableFuture<ResponseEntity<Object>>().completeOnTimeout(answer,
					REPLACED_AFTER_SECONDS, TimeUnit.SECONDS);
			case REFUSED ->
				CompletableFuture.completedFuture(this.problems.of(ErrorCode.NOT_A_MEMBER, locale).answer());
		});
	}

	private ResponseEntity<Object> answer(RoomKey room, @Nullable Guest guest, Locale locale, Predicate<Seat> isHere,
			Function<Seat, EventPage> read) {
		Optional<Seat> seat = Optional.ofNullable(guest).flatMap((known) -> this.registry.find(known, room));
		if (seat.isEmpty()) {
			return this.problems.of(ErrorCode.NOT_A_MEMBER, locale).answer();
		}
		EventPage page = read.apply(seat.get());
		// After the events are read, so that they do not depend on how fast the arrival
		// is written.
		return isHere.test(seat.get()) ? ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.APPLICATION_JSON)
			.body(page) : this.problems.of(ErrorCode.NOT_A_MEMBER, locale).answer();
	}

	private EventPage after(RoomKey room, long seq, Optional<Instant> at, int limit) {
		int most = Math.min(limit, MOST);
		return at.map((moment) -> this.events.resume(room, seq, moment, most))
			.orElseGet(() -> this.events.after(room, seq, most));
	}

}
