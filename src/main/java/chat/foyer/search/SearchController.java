package chat.foyer.search;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;

import chat.foyer.entry.EntryPages;
import chat.foyer.entry.RememberedUsername;
import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RequestRateLimiter;
import chat.foyer.limit.RetryDelay;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.web.Problem;
import chat.foyer.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Finds messages of a room for guests with a seat there: as a page, whose form is also
 * that of the panel in the room, and as JSON. Searching counts as being in the room. Days
 * are those of the reader's time zone as far as the request tells it, else of UTC.
 */
@Controller
@RequestMapping("/rooms/{room}/search")
class SearchController {

	/**
	 * The most code points of a query.
	 */
	static final int MAX_QUERY = 200;

	private static final String NEWEST = "" + Long.MAX_VALUE;

	private final RoomRegistry registry;

	private final Presence presence;

	private final SearchService search;

	private final RequestRateLimiter rates;

	private final EntryPages entryPages;

	private final Problems problems;

	private final MessageSource messages;

	SearchController(RoomRegistry registry, Presence presence, SearchService search, RequestRateLimiter rates,
			EntryPages entryPages, Problems problems, MessageSource messages) {
		this.registry = registry;
		this.presence = presence;
		this.search = search;
		this.rates = rates;
		this.entryPages = entryPages;
		this.problems = problems;
		this.messages = messages;
	}

	/**
	 * The page with the form and the hits. A guest without a seat gets the entry form.
	 */
	@GetMapping
	ModelAndView page(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = NEWEST) @Positive long before,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		Optional<Seat> seat = seat(room, guest);
		if (seat.isEmpty()) {
			return this.entryPages.invitation(room, RememberedUsername.of(request), request, response, locale);
		}
		ModelAndView page = new ModelAndView("search").addObject("room", room)
			.addObject("roomName", this.registry.nameOf(room).value())
			.addObject("q", q)
			.addObject("maxQuery", MAX_QUERY)
			.addObject("times", times(locale));
		if (isTooLong(q)) {
			page.addObject("error", "search.too-long").setStatus(HttpStatus.BAD_REQUEST);
			return page;
		}
		SearchQuery query = SearchQuery.parse(q);
		Optional<RetryDelay> delay = tryToFind(query, seat.get());
		if (delay.isPresent()) {
			response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(delay.get().seconds()));
			page.addObject("error", "search.too-many").setStatus(HttpStatus.TOO_MANY_REQUESTS);
			return page;
		}
		return page.addObject("page", this.search.find(seat.get(), query, before, zone()));
	}

	@GetMapping(produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> find(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = NEWEST) @Positive long before,
			Locale locale) {
		Optional<Seat> seat = seat(room, guest);
		if (seat.isEmpty()) {
			return this.problems.of(ErrorCode.NOT_A_MEMBER, locale).answer();
		}
		if (isTooLong(q)) {
			return Problem.of(HttpStatus.BAD_REQUEST, "bad-request", text("search.too-long", locale)).answer();
		}
		SearchQuery query = SearchQuery.parse(q);
		Optional<RetryDelay> delay = tryToFind(query, seat.get());
		if (delay.isPresent()) {
			return Problem
				.of(HttpStatus.TOO_MANY_REQUESTS, ErrorCode.RATE_LIMITED.word(), text("search.too-many", locale))
				.withRetryAfter(delay.get().seconds())
				.answer();
		}
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.APPLICATION_JSON)
			.body(this.search.find(seat.get(), query, before, zone()));
	}

	private Optional<Seat> seat(RoomKey room, @Nullable Guest guest) {
		return Optional.ofNullable(guest)
			.flatMap((known) -> this.registry.find(known, room))
			.filter(this.presence::visit);
	}

	/**
	 * A query that finds nothing anyway is free.
	 */
	private Optional<RetryDelay> tryToFind(SearchQuery query, Seat seat) {
		return query.isEmpty() ? Optional.empty() : this.rates.trySearch(seat);
	}

	private static boolean isTooLong(String query) {
		return query.codePointCount(0, query.length()) > MAX_QUERY;
	}

	private String text(String key, Locale locale) {
		return this.messages.getMessage(key, new Object[] { MAX_QUERY }, locale);
	}

	private DateTimeFormatter times(Locale locale) {
		String language = this.messages.getMessage("page.lang", null, "en", locale);
		return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
			.withLocale(Locale.forLanguageTag(language))
			.withZone(zone());
	}

	private static ZoneId zone() {
		return LocaleContextHolder.getTimeZone().toZoneId();
	}

}
