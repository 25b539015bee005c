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
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers why a handshake is refused. The WebSocket API of a browser hides status and
 * headers of that answer, so the page sends the same request without an upgrade.
 */
@RestController
class HandshakeController {

	private static final long ORIGIN_RETRY_SECONDS = 60;

	private final RoomRegistry registry;

	private final OriginHandshakeInterceptor origins;

	private final ConnectionLimitInterceptor limiter;

	private final LimitsProperties limits;

	private final MessageSource messages;

	private final Problems problems;

	HandshakeController(RoomRegistry registry, OriginHandshakeInterceptor origins, ConnectionLimitInterceptor limiter,
			LimitsProperties limits, MessageSource messages, Problems problems) {
		this.registry = registry;
		this.origins = origins;
		this.limiter = limiter;
		this.limits = limits;
		this.messages = messages;
		this.problems = problems;
	}

	/**
	 * Answers with the status that a handshake would get now: 403, 429 or 503 with a
	 * {@link Problem}, or 204 if it would succeed. {@code title} is the reason in the
	 * reader's language. Waiting does not help a guest without a seat.
	 * @param origin the origin of the page, which browsers do not send with this request
	 */
	@GetMapping(path = "/live", headers = { "!Sec-WebSocket-Key", "!Sec-WebSocket-Version" })
	ResponseEntity<Object> check(@RequestParam Optional<String> origin, HttpServletRequest request, Locale locale) {
		if (origin.filter((page) -> !this.origins.isAllowed(page, request)).isPresent()) {
			return Problem
				.of(HttpStatus.FORBIDDEN, ErrorCode.FORBIDDEN.word(),
						this.messages.getMessage("live.refused.origin", null, locale))
				.withRetryAfter(ORIGIN_RETRY_SECONDS)
				.answer();
		}
		Optional<Guest> guest = Guests.of(request.getUserPrincipal())
			.filter((known) -> !this.registry.findAll(known).isEmpty());
		if (guest.isEmpty()) {
			return this.problems.notAMember(locale).answer();
		}
		return this.limiter
			.exceeded(guest.get(),
					this.limiter.addressOf(new ServletServerHttpRequest(request), request.getRemoteAddr()))
			.map((limit) -> refused(limit, locale).answer())
			.orElseGet(() -> ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build());
	}

	private Problem refused(ConnectionLimit limit, Locale locale) {
		return Problem.of(limit.status(), limit.refusal().word(), title(limit, locale))
			.withRetryAfter(limit.retryAfter());
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
