package chat.foyer.live;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.message.Refusal;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomRegistry;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells a page why its handshake was refused. The WebSocket API of a browser hides status
 * and headers of that answer, so the page sends the same request without an upgrade.
 */
@RestController
class HandshakeController {

	private final RoomRegistry registry;

	private final ConnectionLimitInterceptor limiter;

	private final LimitsProperties limits;

	private final MessageSource messages;

	HandshakeController(RoomRegistry registry, ConnectionLimitInterceptor limiter, LimitsProperties limits,
			MessageSource messages) {
		this.registry = registry;
		this.limiter = limiter;
		this.limits = limits;
		this.messages = messages;
	}

	/**
	 * Answers with the status that a handshake would get now: 403, 429 or 503 with a JSON
	 * body, or 204 if it would succeed. {@code title} is the reason in the reader's
	 * language, and {@code retryAfter} the value of {@code Retry-After} for 429 and 503;
	 * waiting does not help with 403.
	 */
	@GetMapping(path = "/live", headers = { "!Sec-WebSocket-Key", "!Sec-WebSocket-Version" })
	ResponseEntity<Map<String, Object>> check(HttpServletRequest request, Locale locale) {
		Optional<Guest> guest = Guests.of(request.getUserPrincipal())
			.filter((known) -> !this.registry.findAll(known).isEmpty());
		if (guest.isEmpty()) {
			return answer(HttpStatus.FORBIDDEN).body(Map.of("error", Refusal.NOT_A_MEMBER.word(), "title",
					this.messages.getMessage("message." + Refusal.NOT_A_MEMBER.word(), null, locale)));
		}
		return this.limiter
			.exceeded(guest.get(),
					this.limiter.addressOf(new ServletServerHttpRequest(request), request.getRemoteAddr()))
			.map((limit) -> refused(limit, locale))
			.orElseGet(() -> answer(HttpStatus.NO_CONTENT).build());
	}

	private ResponseEntity<Map<String, Object>> refused(ConnectionLimit limit, Locale locale) {
		return answer(limit.status()).header(HttpHeaders.RETRY_AFTER, String.valueOf(limit.retryAfter()))
			.body(Map.of("error", limit.refusal().word(), "title", title(limit, locale), "retryAfter",
					limit.retryAfter()));
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

	private static ResponseEntity.BodyBuilder answer(HttpStatus status) {
		return ResponseEntity.status(status).cacheControl(CacheControl.noStore());
	}

}
