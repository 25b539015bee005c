package chat.foyer.entry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.limit.RequestRateLimiter;
import chat.foyer.limit.RetryDelay;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.TooManySeatsException;
import chat.foyer.room.Username;
import chat.foyer.room.UsernameTakenException;
import chat.foyer.room.Usernames;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The entry form: a name and a room.
 * <p>
 * A browser that sends the form twice for the same name and room gets the same seat, be
 * it in its session or, before that, by its {@link BrowserKeys key}.
 */
@Controller
class EntryController {

	private final RoomRegistry registry;

	private final Usernames usernames;

	private final Presence presence;

	private final GuestSession session;

	private final BrowserKeys browsers;

	private final EntryPages pages;

	private final RequestRateLimiter rates;

	private final RefusalCounter refusals;

	EntryController(RoomRegistry registry, Usernames usernames, Presence presence, GuestSession session,
			BrowserKeys browsers, EntryPages pages, RequestRateLimiter rates, RefusalCounter refusals) {
		this.registry = registry;
		this.usernames = usernames;
		this.presence = presence;
		this.session = session;
		this.browsers = browsers;
		this.pages = pages;
		this.rates = rates;
		this.refusals = refusals;
	}

	/**
	 * Otherwise a field such as {@code username[0]} fails the request.
	 */
	@InitBinder
	void takeTheFieldsOfTheFormOnly(WebDataBinder binder) {
		binder.setAllowedFields("username", "room");
	}

	@GetMapping("/")
	ModelAndView form(@AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(required = false) @Nullable String room, @RequestParam Optional<String> username,
			@RequestParam(required = false) @Nullable String at, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		Optional<Seat> newest = newestSeat(guest, request);
		if (room == null && newest.isPresent()) {
			return new ModelAndView(SeeOther.room(newest.get().room()));
		}
		String name = username.or(() -> newest.map((seat) -> seat.username().value()))
			.orElseGet(() -> RememberedUsername.of(request));
		return this.pages.page(new EntryForm(name, room), request, response, locale)
			.addObject("at", at)
			.addObject("departure", this.session.takeDeparture(request));
	}

	/**
	 * Redirects to the room, or to the line of a link to this room that the form carries.
	 */
	@PostMapping("/")
	ModelAndView enter(@AuthenticationPrincipal @Nullable Guest known, @Valid EntryForm form, BindingResult errors,
			@RequestParam(required = false) @Nullable String at, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		return enter(known, form, errors, LineLink.parse(at), request, response, locale).addObject("at", at);
	}

	private ModelAndView enter(@Nullable Guest known, EntryForm form, BindingResult errors, Optional<LineLink> line,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		Optional<RetryDelay> pause = this.rates.tryEntry(ClientAddress.of(request.getRemoteAddr()));
		if (pause.isPresent()) {
			return tooOften(pause.get(), errors, response, locale);
		}
		if (errors.hasErrors()) {
			return refused(HttpStatus.UNPROCESSABLE_CONTENT, locale);
		}
		RoomName room = form.toRoomName();
		Username username = form.toUsername();
		try {
			if (known != null) {
				if (!this.browsers.remember(known, request, response)) {
					this.browsers.of(request, response);
				}
				this.session.add(this.registry.take(known, room, username), request);
			}
			else {
				Seat seat = this.registry.takeFirst(this.browsers.of(request, response), room, username);
				this.session.begin(new Guest(seat.guest()), List.of(seat), request, response);
			}
			RememberedUsername.keep(username, request, response);
			return new ModelAndView(line.filter((link) -> link.room().equals(room.key()))
				.map(SeeOther::line)
				.orElseGet(() -> SeeOther.room(room.key())));
		}
		catch (UsernameTakenException ex) {
			return taken(room, username, errors, locale);
		}
		catch (TooManySeatsException ex) {
			NamedSeat oldest = new NamedSeat(ex.oldest(), this.registry.nameOf(ex.oldest().room()));
			return refused(HttpStatus.CONFLICT, locale).addObject("oldest", oldest);
		}
	}

	@GetMapping("/chat")
	ModelAndView newestRoom(@AuthenticationPrincipal @Nullable Guest guest, HttpServletRequest request) {
		return new ModelAndView(
				newestSeat(guest, request).map((seat) -> SeeOther.room(seat.room())).orElseGet(SeeOther::entry));
	}

	private ModelAndView tooOften(RetryDelay pause, BindingResult errors, HttpServletResponse response, Locale locale) {
		this.refusals.count(ErrorCode.RATE_LIMITED);
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(pause.seconds()));
		errors.reject("entry.too-often", new Object[] { pause.seconds() }, "");
		return refused(HttpStatus.TOO_MANY_REQUESTS, locale);
	}

	/**
	 * The form with a name that is free. Where the holder of the name is not in the room,
	 * it may be the same person in another browser.
	 */
	private ModelAndView taken(RoomName room, Username username, BindingResult errors, Locale locale) {
		ModelAndView form = refused(HttpStatus.CONFLICT, locale);
		boolean isAbsent = this.usernames.findHolder(room.key(), username)
			.filter((holder) -> !this.presence.isHere(holder))
			.isPresent();
		this.usernames.suggest(room.key(), username).ifPresentOrElse((suggestion) -> {
			form.addObject("suggestion", suggestion.value());
			errors.rejectValue("username", isAbsent ? "entry.username.earlier" : "entry.username.taken",
					new Object[] { username.value(), suggestion.value() }, "");
		}, () -> errors.rejectValue("username", "entry.username.crowded", new Object[] { username.value() }, ""));
		return form;
	}

	/**
	 * The form as it was sent.
	 */
	private ModelAndView refused(HttpStatus status, Locale locale) {
		ModelAndView form = this.pages.page(locale);
		form.setStatus(status);
		return form;
	}

	private Optional<Seat> newestSeat(@Nullable Guest guest, HttpServletRequest request) {
		if (guest == null) {
			return Optional.empty();
		}
		return this.session.rooms(request)
			.stream()
			.flatMap((room) -> this.registry.find(guest, room).stream())
			.findFirst()
			// Taken at the same moment as another one, or before the session was lost.
			.or(() -> this.registry.findAll(guest).stream().reduce((older, newer) -> newer));
	}

}
