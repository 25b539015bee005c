package chat.foyer.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 * What the HTTP session remembers of a guest: who it is, and the usernames of the seats
 * that it took, by room.
 */
@Component
class GuestSession {

	/**
	 * A map from the value of the room's key to the username, in the order of entering.
	 */
	private static final String SEATS = "seats";

	private static final String DEPARTURE = "departure";

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
		Map<String, String> seats = seats(request);
		// Behind the others, wherever it was.
		seats.remove(seat.room().value());
		seats.put(seat.room().value(), seat.username().value());
		request.getSession().setAttribute(SEATS, seats);
		request.getSession().removeAttribute(DEPARTURE);
	}

	/**
	 * Removes the seat that was left, and keeps the departure for the next page.
	 */
	void leave(RoomKey room, Departure departure, HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			Map<String, String> seats = seats(request);
			seats.remove(room.value());
			session.setAttribute(SEATS, seats);
			session.setAttribute(DEPARTURE, departure);
		}
	}

	/**
	 * Returns the last departure to the first caller, which offers to undo it; to later
	 * callers null.
	 */
	@Nullable Departure takeDeparture(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		@Nullable Departure departure = (session != null) ? (Departure) session.getAttribute(DEPARTURE) : null;
		if (departure != null) {
			session.removeAttribute(DEPARTURE);
		}
		return departure;
	}

	/**
	 * The rooms in which a seat was taken and not left, the newest first. Whether one is
	 * still held is for the registry to say.
	 */
	List<RoomKey> rooms(HttpServletRequest request) {
		List<RoomKey> rooms = new ArrayList<>();
		seats(request).keySet().forEach((room) -> rooms.add(0, new RoomKey(room)));
		return rooms;
	}

	/**
	 * A copy of what is stored: sessions notice a new value only. It has no types of our
	 * own, so that a session outlives changes of them.
	 */
	@SuppressWarnings("unchecked")
	private static Map<String, String> seats(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		@Nullable Map<String, String> seats = (session != null) ? (Map<String, String>) session.getAttribute(SEATS) : null;
		return (seats != null) ? new LinkedHashMap<>(seats) : new LinkedHashMap<>();
	}

}
