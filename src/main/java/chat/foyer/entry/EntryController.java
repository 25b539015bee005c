package chat.foyer.entry;

import java.util.Locale;
import java.util.Optional;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.EntryRates;
import chat.foyer.limit.Refusals;
import chat.foyer.limit.Wait;
import chat.foyer.message.Refusal;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.room.UsernameTakenException;
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
 */
@Controller
class EntryController {

	private final RoomRegistry registry;

	private final GuestSession session;

	private final EntryPages pages;

	private final EntryRates rates;

	private final Refusals refusals;

	EntryController(RoomRegistry registry, GuestSession session, EntryPages pages, EntryRates rates,
			Refusals refusals) {
		this.registry = registry;
		this.session = session;
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
			HttpServletRequest request, Locale locale) {
		Optional<Seat> newest = newestSeat(guest, request);
		if (room == null && newest.isPresent()) {
			return new ModelAndView(SeeOther.room(newest.get().room()));
		}
		String name = username.or(() -> newest.map((seat) -> seat.username().value()))
			.orElseGet(() -> LastName.of(request));
		return this.pages.page(new EntryForm(name, room), locale)
			.addObject("departure", this.session.takeDeparture(request));
	}

	@PostMapping("/")
	ModelAndView enter(@AuthenticationPrincipal @Nullable Guest known, @Valid EntryForm form, BindingResult errors,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		Optional<Wait> pause = this.rates.next(ClientAddress.of(request.getRemoteAddr()));
		if (pause.isPresent()) {
			return tooOften(pause.get(), errors, response, locale);
		}
		if (errors.hasErrors()) {
			return refused(HttpStatus.UNPROCESSABLE_CONTENT, locale);
		}
		Guest guest = (known != null) ? known : Guest.arrive();
		RoomName room = form.toRoomName();
		Username username = form.toUsername();
		try {
			this.session.enter(guest, this.registry.take(guest, room, username), request, response);
			LastName.keep(username, request, response);
			return new ModelAndView(SeeOther.room(room.key()));
		}
		catch (UsernameTakenException ex) {
			return taken(username, this.registry.suggest(room.key(), username), errors, locale);
		}
	}

	@GetMapping("/chat")
	ModelAndView newestRoom(@AuthenticationPrincipal @Nullable Guest guest, HttpServletRequest request) {
		return new ModelAndView(
				newestSeat(guest, request).map((seat) -> SeeOther.room(seat.room())).orElseGet(SeeOther::entry));
	}

	private ModelAndView tooOften(Wait pause, BindingResult errors, HttpServletResponse response, Locale locale) {
		this.refusals.count(Refusal.RATE_LIMITED);
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(pause.seconds()));
		errors.reject("entry.too-often", new Object[] { pause.seconds() }, "");
		return refused(HttpStatus.TOO_MANY_REQUESTS, locale);
	}

	private ModelAndView taken(Username username, Optional<Username> free, BindingResult errors, Locale locale) {
		ModelAndView form = refused(HttpStatus.CONFLICT, locale);
		free.ifPresentOrElse((suggestion) -> {
			form.addObject("suggestion", suggestion.value());
			errors.rejectValue("username", "entry.username.taken",
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
			.findFirst();
	}

}
