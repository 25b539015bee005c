package chat.foyer.live.handshake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import chat.foyer.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Rejects a request (426) that does not ask for an upgrade to version 13 of the WebSocket
 * protocol, or asks over HTTP/1.0, whose {@code Upgrade} a server must ignore (RFC 9110,
 * section 7.8). Adds a {@link Problem} to every refusal of a handshake by a client that
 * prefers JSON. The first of the interceptors.
 */
@Component
public class UpgradeHandshakeInterceptor implements HandshakeInterceptor {

	private static final String WEBSOCKET = "websocket";

	private static final String VERSION = "13";

	private final HandshakeProblems problems;

	private final JsonMapper json;

	UpgradeHandshakeInterceptor(HandshakeProblems problems, JsonMapper json) {
		this.problems = problems;
		this.json = json;
	}

	/**
	 * Sets the headers that an answer with the status 426 needs (RFC 9110, section
	 * 15.5.22; RFC 6455, section 4.4).
	 */
	static void offerUpgrade(HttpServletResponse response) {
		response.setHeader(HttpHeaders.UPGRADE, WEBSOCKET);
		response.setHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
		response.setHeader(WebSocketHttpHeaders.SEC_WEBSOCKET_VERSION, VERSION);
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		HttpServletRequest handshake = ((ServletServerHttpRequest) request).getServletRequest();
		if (!"HTTP/1.0".equals(handshake.getProtocol()) && has(handshake, HttpHeaders.UPGRADE, WEBSOCKET)
				&& has(handshake, WebSocketHttpHeaders.SEC_WEBSOCKET_VERSION, VERSION)) {
			return true;
		}
		offerUpgrade(((ServletServerHttpResponse) response).getServletResponse());
		response.setStatusCode(HttpStatus.UPGRADE_REQUIRED);
		if (Problem.isPreferredBy(handshake)) {
			write(Problem.of(HttpStatus.UPGRADE_REQUIRED, "bad-request", HttpStatus.UPGRADE_REQUIRED.getReasonPhrase()),
					response);
		}
		return false;
	}

	/**
	 * Called when another interceptor has refused the handshake, or all have passed it.
	 */
	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
		HttpServletRequest handshake = ((ServletServerHttpRequest) request).getServletRequest();
		int status = ((ServletServerHttpResponse) response).getServletResponse().getStatus();
		if (status >= HttpStatus.BAD_REQUEST.value() && Problem.isPreferredBy(handshake)) {
			String origin = String.join(", ", request.getHeaders().getOrEmpty(HttpHeaders.ORIGIN));
			this.problems.find(handshake, Optional.of(origin), LocaleContextHolder.getLocale())
				.filter((problem) -> problem.status() == status)
				.ifPresent((problem) -> write(problem, response));
		}
	}

	private void write(Problem problem, ServerHttpResponse response) {
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		response.getHeaders().setCacheControl(CacheControl.noStore());
		try {
			response.getBody().write(this.json.writeValueAsBytes(problem));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean has(HttpServletRequest request, String header, String token) {
		return Collections.list(request.getHeaders(header))
			.stream()
			.flatMap((value) -> Stream.of(value.split(",")))
			.anyMatch((value) -> value.trim().equalsIgnoreCase(token));
	}

}
