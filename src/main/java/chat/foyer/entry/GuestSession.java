package chat.foyer.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * What the HTTP session remembers of a guest: who it is, and the seats it took, each with
 * username and room.
 */
@Component
class GuestSession {

	private static final String SEATS = "seats";

	private final SecurityContextRepository contexts;

	private final SessionAuthenticationStrategy sessionStrategy;

	GuestSession(SecurityContextRepository contexts, SessionAuthenticationStrategy sessionStrategy) {
		this.contexts = contexts;
		this.sessionStrategy = sessionStrategy;
	}

	/**
	 * Keeps the guest and the new seat in the session, which gets a new id.
	 */
	void enter(Guest guest, Seat seat, HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = new PreAuthenticatedAuthenticationToken(guest, "",
				AuthorityUtils.createAuthorityList("ROLE_GUEST"));
		this.sessionStrategy.onAuthentication(authentication, request, response);
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(authentication);
		this.contexts.saveContext(context, request, response);
		List<Seat> seats = without(seat.room(), request);
		seats.add(seat);
		request.getSession().setAttribute(SEATS, seats);
	}

	/**
	 * Forgets the seat in a room.
	 */
	void leave(RoomKey room, HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			session.setAttribute(SEATS, without(room, request));
		}
	}

	/**
	 * The seats that were taken and not left, the newest first. Whether one is still held
	 * is for the registry to say.
	 */
	List<Seat> seats(HttpServletRequest request) {
		List<Seat> seats = new ArrayList<>(stored(request));
		Collections.reverse(seats);
		return seats;
	}

	private static List<Seat> without(RoomKey room, HttpServletRequest request) {
		List<Seat> seats = new ArrayList<>(stored(request));
		seats.removeIf((seat) -> seat.room().equals(room));
		return seats;
	}

	@SuppressWarnings("unchecked")
	private static List<Seat> stored(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		@Nullable List<Seat> seats = (session != null) ? (List<Seat>) session.getAttribute(SEATS) : null;
		return (seats != null) ? seats : List.of();
	}

}
