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
 * What the HTTP session keeps of a guest: the guest, the usernames of the seats that were
 * taken, by room, and the last departure. Attributes have no types of our own, so that a
 * session outlives changes of them.
 */
@Component
public class GuestSession {

	/**
	 * A map from the value of the room's key to the username, in the order of entering.
	 */
	private static final String SEATS = "seats";

	/**
	 * The {@link Departure} as strings. Sessions of an earlier version have another type
	 * under the name "departure".
	 */
	private static final String DEPARTURE = "departed";

	private final SecurityContextRepository contexts;

	private final SessionAuthenticationStrategy sessionStrategy;

	GuestSession(SecurityContextRepository contexts, SessionAuthenticationStrategy sessionStrategy) {
		this.contexts = contexts;
		this.sessionStrategy = sessionStrategy;
	}

	/**
	 * Begins the session of a guest, under an id that no other session had before.
	 * @param seats the guest's seats, the newest last
	 */
	void begin(Guest guest, List<Seat> seats, HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = new PreAuthenticatedAuthenticationToken(guest, "",
				AuthorityUtils.createAuthorityList("ROLE_GUEST"));
		this.sessionStrategy.onAuthentication(authentication, request, response);
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(authentication);
		this.contexts.saveContext(context, request, response);
		Map<String, String> usernames = new LinkedHashMap<>();
		seats.forEach((seat) -> usernames.put(seat.room().value(), seat.username().value()));
		request.getSession().setAttribute(SEATS, usernames);
	}

	/**
	 * Adds a seat to the session of its guest. The session keeps its id: otherwise a
	 * browser that sends the form twice, or does not get the answer, would keep an id
	 * that is no longer valid, and lose all its seats.
	 */
	void add(Seat seat, HttpServletRequest request) {
		Map<String, String> seats = seats(request);
		// Behind the others, wherever it was.
		seats.remove(seat.room().value());
		seats.put(seat.room().value(), seat.username().value());
		request.getSession().setAttribute(SEATS, seats);
		request.getSession().removeAttribute(DEPARTURE);
	}

	/**
	 * Ends the session of the request, if it has one.
	 */
	void end(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			session.invalidate();
		}
	}

	/**
	 * Removes the seat that was left, and keeps the departure for the next page.
	 */
	public void leave(RoomKey room, Departure departure, HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			Map<String, String> seats = seats(request);
			seats.remove(room.value());
			session.setAttribute(SEATS, seats);
			session.setAttribute(DEPARTURE, departure.toStrings());
		}
	}

	/**
	 * Returns the last departure to the first caller, which offers to undo it; to later
	 * callers null.
	 */
	public @Nullable Departure takeDeparture(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		@Nullable Object stored = (session != null) ? session.getAttribute(DEPARTURE) : null;
		if (session != null && stored != null) {
			session.removeAttribute(DEPARTURE);
		}
		return Departure.of(stored);
	}

	/**
	 * The rooms in which a seat was taken in this session and not left in it, the newest
	 * first. Only the registry knows which of the seats are still held.
	 */
	List<RoomKey> rooms(HttpServletRequest request) {
		List<RoomKey> rooms = new ArrayList<>();
		seats(request).keySet().forEach((room) -> rooms.add(0, new RoomKey(room)));
		return rooms;
	}

	/**
	 * A copy of what is stored: sessions notice a new value only.
	 */
	@SuppressWarnings("unchecked")
	private static Map<String, String> seats(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		@Nullable Map<String, String> seats = (session != null) ? (Map<String, String>) session.getAttribute(SEATS) : null;
		return (seats != null) ? new LinkedHashMap<>(seats) : new LinkedHashMap<>();
	}

}
