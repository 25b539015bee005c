package chat.foyer.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeTypeUtils;

/**
 * A refused request, as JSON clients get it (RFC 9457).
 *
 * @param type {@code about:blank}: {@code error} identifies the problem
 * @param title one line for people
 * @param status the status of the response
 * @param error the error word
 * @param id the id of the refused message, as its sender gave it
 * @param retryAfter after how many seconds the client may try again
 * @param fields what is wrong with each field of a form, by its name
 */
@JsonInclude(Include.NON_NULL)
public record Problem(String type, String title, int status, String error, @Nullable String id,
		@Nullable Long retryAfter, @Nullable Map<String, String> fields) {

	/**
	 * A problem with an error word and a title.
	 */
	public static Problem of(HttpStatus status, String error, String title) {
		return new Problem("about:blank", title, status.value(), error, null, null, null);
	}

	/**
	 * A problem that tells nothing but the status.
	 */
	public static Problem of(HttpStatus status) {
		return of(status, status.getReasonPhrase());
	}

	/**
	 * A problem with the error word for a status.
	 */
	static Problem of(HttpStatus status, String title) {
		String error = switch (status) {
			case FORBIDDEN -> "forbidden";
			case NOT_FOUND -> "not-found";
			case CONFLICT -> "conflict";
			case GONE -> "gone";
			case CONTENT_TOO_LARGE -> "too-large";
			case TOO_MANY_REQUESTS -> "rate-limited";
			case NOT_IMPLEMENTED, HTTP_VERSION_NOT_SUPPORTED -> "bad-request";
			default -> status.is5xxServerError() ? "unavailable" : "bad-request";
		};
		return of(status, error, title);
	}

	/**
	 * Whether a client prefers JSON to a page (RFC 9110, section 12.5.1), in the order in
	 * which Spring MVC chooses a handler. Without an {@code Accept} header, or with a
	 * malformed one, it gets the page.
	 */
	public static boolean isPreferredBy(HttpServletRequest request) {
		try {
			List<MediaType> accepted = new ArrayList<>(
					MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT))));
			accepted.removeIf((type) -> type.getQualityValue() == 0);
			MimeTypeUtils.sortBySpecificity(accepted);
			return accepted.stream()
				.filter((type) -> isJson(type) || type.includes(MediaType.TEXT_HTML))
				.findFirst()
				.filter((type) -> !type.includes(MediaType.TEXT_HTML))
				.isPresent();
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static boolean isJson(MediaType accepted) {
		return accepted.includes(MediaType.APPLICATION_JSON) || accepted.includes(MediaType.APPLICATION_PROBLEM_JSON);
	}

	/**
	 * The same problem of a message.
	 */
	public Problem withId(@Nullable String id) {
		return new Problem(this.type, this.title, this.status, this.error, id, this.retryAfter, this.fields);
	}

	/**
	 * The same problem, after which the client may try again.
	 */
	public Problem withRetryAfter(long seconds) {
		return new Problem(this.type, this.title, this.status, this.error, this.id, seconds, this.fields);
	}

	/**
	 * The same problem of a form.
	 */
	Problem withFields(Map<String, String> errors) {
		return new Problem(this.type, this.title, this.status, this.error, this.id, this.retryAfter, errors);
	}

	/**
	 * The response with this problem, with {@code Retry-After} if the client may try
	 * again.
	 */
	public ResponseEntity<Object> answer() {
		ResponseEntity.BodyBuilder answer = ResponseEntity.status(this.status)
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (this.retryAfter != null) {
			answer.header(HttpHeaders.RETRY_AFTER, this.retryAfter.toString());
		}
		return answer.body(this);
	}

	/**
	 * Writes the response with this problem where Spring MVC does not: in a filter or in
	 * the interceptor of a handshake.
	 */
	public void writeTo(HttpServletResponse response) throws IOException {
		response.setStatus(this.status);
		response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		if (this.retryAfter != null) {
			response.setHeader(HttpHeaders.RETRY_AFTER, this.retryAfter.toString());
		}
		response.getOutputStream().write(toJson().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * This problem as JSON.
	 */
	String toJson() {
		return JsonMapper.shared().writeValueAsString(this);
	}

}
