package chat.foyer.live.handshake;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

import chat.foyer.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers why a handshake is refused. The WebSocket API of a browser hides status and
 * headers of that answer, so the page sends the same request without an upgrade.
 */
@RestController
class HandshakeController {

	private final HandshakeProblems problems;

	HandshakeController(HandshakeProblems problems) {
		this.problems = problems;
	}

	/**
	 * Answers with the status that a handshake would get now: 403, 429 or 503 with a
	 * {@link Problem}, or 204 if it would succeed. Answers 426 unless the client names an
	 * origin or prefers JSON.
	 * @param origin the origin of the page, which browsers do not send with this request
	 */
	@GetMapping(path = "/live", headers = { "!Sec-WebSocket-Key", "!Sec-WebSocket-Version" })
	@Nullable ResponseEntity<Object> check(@RequestParam Optional<String> origin, HttpServletRequest request,
			HttpServletResponse response, Locale locale) throws IOException {
		if (origin.isEmpty() && !Problem.isPreferredBy(request)) {
			UpgradeHandshakeInterceptor.offerUpgrade(response);
			response.sendError(HttpStatus.UPGRADE_REQUIRED.value());
			return null;
		}
		return this.problems.find(request, origin, locale)
			.map(Problem::answer)
			.orElseGet(() -> ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build());
	}

}
