package chat.foyer.live.handshake;

import java.util.Locale;
import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.connection.Guests;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomRegistry;
import chat.foyer.web.Problem;
import chat.foyer.web.Problems;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Describes why a handshake is refused, in the reader's language. Called on request
 * threads; reads the database.
 */
@Component
class HandshakeProblems {

	private static final long ORIGIN_RETRY_SECONDS = 60;

	private final RoomRegistry registry;

	private final OriginHandshakeInterceptor origins;

	private final ConnectionLimitInterceptor limiter;

	private final LimitsProperties limits;

	private final MessageSource messages;

	private final Problems problems;

	HandshakeProblems(RoomRegistry registry, OriginHandshakeInterceptor origins, ConnectionLimitInterceptor limiter,
			LimitsProperties limits, MessageSource messages, Problems problems) {
		this.registry = registry;
		this.origins = origins;
		this.limiter = limiter;
		this.limits = limits;
		this.messages = messages;
		this.problems = problems;
	}

	/**
	 * Returns why a handshake would be refused now; empty if it would succeed. Waiting
	 * does not help a guest without a seat.
	 * @param origin the origin of the page; empty where the client does not tell it
	 */
	Optional<Problem> find(HttpServletRequest request, Optional<String> origin, Locale locale) {
		if (origin.filter((page) -> !this.origins.isAllowed(page, request)).isPresent()) {
			return Optional.of(Problem
				.of(HttpStatus.FORBIDDEN, ErrorCode.FORBIDDEN.word(),
						this.messages.getMessage("live.refused.origin", null, locale))
				.withRetryAfter(ORIGIN_RETRY_SECONDS));
		}
		Optional<Guest> guest = Guests.of(request.getUserPrincipal())
			.filter((known) -> !this.registry.findAll(known).isEmpty());
		if (guest.isEmpty()) {
			return Optional.of(this.problems.of(ErrorCode.NOT_A_MEMBER, locale));
		}
		return this.limiter
			.exceeded(guest.get(),
					this.limiter.addressOf(new ServletServerHttpRequest(request), request.getRemoteAddr()))
			.map((limit) -> Problem.of(limit.status(), limit.refusal().word(), title(limit, locale))
				.withRetryAfter(limit.retryAfter()));
	}

	private String title(ConnectionLimit limit, Locale locale) {
		int tabs = this.limits.connectionsPerGuest();
		String key = switch (limit) {
			case NODE -> "live.refused.node";
			case GUEST -> (tabs > 1) ? "live.refused.guest.several" : "live.refused.guest.one";
			case ADDRESS -> "live.refused.address";
		};
		return this.messages.getMessage(key, new Object[] { tabs }, locale);
	}

}
