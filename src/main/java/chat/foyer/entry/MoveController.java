package chat.foyer.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.session.Sessions;
import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrCode.Ecc;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Continuing in another browser, as on a phone: a link, shown as a QR code too, takes the
 * guest with all seats there.
 */
@Controller
@RequestMapping("/move")
class MoveController {

	private final RoomRegistry registry;

	private final Moves moves;

	private final Presence presence;

	private final Sessions sessions;

	private final GuestSession session;

	private final BrowserKeys browsers;

	private final SharedAddresses addresses;

	MoveController(RoomRegistry registry, Moves moves, Presence presence, Sessions sessions, GuestSession session,
			BrowserKeys browsers, SharedAddresses addresses) {
		this.registry = registry;
		this.moves = moves;
		this.presence = presence;
		this.sessions = sessions;
		this.session = session;
		this.browsers = browsers;
		this.addresses = addresses;
	}

	/**
	 * Redirects to the newest room: the page with the link exists only as the answer to a
	 * form.
	 */
	@GetMapping
	ModelAndView back() {
		return new ModelAndView(SeeOther.newestRoom());
	}

	/**
	 * Shows a new link. An earlier one becomes invalid. This takes the place of the
	 * room's page, so the guest stays here without a connection while the link is valid.
	 * @param room the room to continue in, as in its address; the newest one if there is
	 * no seat in it
	 */
	@PostMapping
	ModelAndView begin(@AuthenticationPrincipal @Nullable Guest guest, @RequestParam Optional<String> room,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		List<Seat> seats = (guest != null) ? this.registry.findAll(guest) : List.of();
		if (seats.isEmpty()) {
			return new ModelAndView(SeeOther.entry());
		}
		Seat seat = seats.stream()
			.filter((one) -> one.room().encoded().equals(room.orElse("")))
			.findFirst()
			.orElse(seats.get(seats.size() - 1));
		String token = this.moves.begin(seat);
		seats.forEach((one) -> this.presence.keep(one, Moves.VALID_FOR));
		// For a browser without scripts, and in the end for all.
		response.setHeader("Refresh",
				"%d; url=%s/move/%s/after".formatted(Moves.VALID_FOR.toSeconds(), request.getContextPath(), token));
		String address = this.addresses.first(request) + "/move/" + token;
		return new ModelAndView("move").addObject("room", seat.room())
			.addObject("roomName", this.registry.nameOf(seat.room()).value())
			.addObject("token", token)
			.addObject("address", address)
			.addObject("code", QrPicture.of(QrCode.encodeText(address, Ecc.MEDIUM)))
			.addObject("validFor", EntryPages.words(Moves.VALID_FOR, locale));
	}

	/**
	 * Asks whether to continue here, and changes nothing: programs that show a preview of
	 * a link open it too.
	 */
	@GetMapping("/{token}")
	ModelAndView ask(@PathVariable String token, @AuthenticationPrincipal @Nullable Guest guest,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		Optional<Move> move = this.moves.find(token, this.browsers.of(request, response));
		return move.map((found) -> ask(found, token, guest, locale)).orElseGet(() -> gone(locale));
	}

	/**
	 * What the page with the link becomes: once the guest continues elsewhere, a page
	 * that says so; before, nothing (204); without that, when the link has expired, the
	 * room.
	 */
	@GetMapping("/{token}/after")
	Object after(@PathVariable String token) {
		return switch (this.moves.stateOf(token)) {
			case PENDING -> ResponseEntity.noContent().build();
			case USED -> new ModelAndView("move-done");
			case GONE -> new ModelAndView(SeeOther.newestRoom());
		};
	}

	/**
	 * Makes this browser that of the guest, and ends the sessions of the old one.
	 * @param leave whether the guest of this browser agreed to leave the rooms entered in
	 * it
	 */
	@PostMapping("/{token}")
	ModelAndView move(@PathVariable String token, @AuthenticationPrincipal @Nullable Guest known,
			@RequestParam(defaultValue = "false") boolean leave, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		String browser = this.browsers.of(request, response);
		Move move = this.moves.find(token, browser).orElse(null);
		if (move == null) {
			return gone(locale);
		}
		if (move.guest().equals(known)) {
			return new ModelAndView(SeeOther.newestRoom());
		}
		List<Seat> own = (known != null) ? this.registry.findAll(known) : List.of();
		if (!own.isEmpty() && !leave) {
			ModelAndView question = ask(move, token, known, locale);
			question.setStatus(HttpStatus.CONFLICT);
			return question;
		}
		// Before the token is used: none of these is of this browser.
		Set<String> old = this.sessions.findIds(move.guest());
		boolean isFirst = this.moves.take(token, browser);
		List<Seat> seats = seats(move);
		if ((!isFirst && this.moves.find(token, browser).isEmpty()) || seats.isEmpty()) {
			return gone(locale);
		}
		this.registry.assign(browser, move.guest());
		own.forEach((seat) -> this.registry.leave(new Guest(seat.guest()), seat.room()));
		this.session.end(request);
		Seat newest = seats.get(seats.size() - 1);
		this.session.begin(move.guest(), seats, request, response);
		RememberedUsername.keep(newest.username(), request, response);
		if (isFirst) {
			this.sessions.end(old);
		}
		return new ModelAndView(SeeOther.room(newest.room()));
	}

	private ModelAndView ask(Move move, String token, @Nullable Guest known, Locale locale) {
		List<Seat> seats = seats(move);
		if (seats.isEmpty()) {
			return gone(locale);
		}
		return new ModelAndView("move-ask").addObject("seats", named(seats))
			.addObject("username", seats.get(seats.size() - 1).username().value())
			.addObject("token", token)
			.addObject("isHere", move.guest().equals(known))
			.addObject("own", (known != null) ? named(this.registry.findAll(known)) : List.of());
	}

	private List<NamedSeat> named(List<Seat> seats) {
		return seats.stream().map((seat) -> new NamedSeat(seat, this.registry.nameOf(seat.room()))).toList();
	}

	/**
	 * The seats of the guest, that of the room to continue in last.
	 */
	private List<Seat> seats(Move move) {
		List<Seat> seats = new ArrayList<>(this.registry.findAll(move.guest()));
		seats.stream().filter((seat) -> seat.id().equals(move.seat())).findFirst().ifPresent((seat) -> {
			seats.remove(seat);
			seats.add(seat);
		});
		return seats;
	}

	private static ModelAndView gone(Locale locale) {
		return new ModelAndView("move-gone", HttpStatus.GONE).addObject("validFor",
				EntryPages.words(Moves.VALID_FOR, locale));
	}

}
