package chat.foyer.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Why a request of a script was refused (RFC 9457).
 *
 * @param type {@code about:blank}: {@code error} tells the problem
 * @param title one line for people
 * @param status the status of the answer
 * @param error the word for the reason
 * @param id of a message that was refused: what its sender calls it
 * @param retryAfter after how many seconds trying again may help
 */
@JsonInclude(Include.NON_NULL)
public record Problem(String type, String title, int status, String error, @Nullable String id,
		@Nullable Long retryAfter) {

	/**
	 * A problem that has nothing to do with a message or with waiting.
	 */
	public static Problem of(HttpStatus status, String error, String title) {
		return new Problem("about:blank", title, status.value(), error, null, null);
	}

	/**
	 * A problem of which only the status of the answer is told.
	 */
	static Problem of(HttpStatus status) {
		String error = switch (status) {
			case FORBIDDEN -> "forbidden";
			case NOT_FOUND -> "not-found";
			case CONTENT_TOO_LARGE -> "too-large";
			case TOO_MANY_REQUESTS -> "rate-limited";
			default -> status.is5xxServerError() ? "unavailable" : "bad-request";
		};
		return of(status, error, status.getReasonPhrase());
	}

	/**
	 * The same problem of a message.
	 */
	public Problem withId(@Nullable String id) {
		return new Problem(this.type, this.title, this.status, this.error, id, this.retryAfter);
	}

	/**
	 * The same problem, which waiting may solve.
	 */
	public Problem withRetryAfter(long seconds) {
		return new Problem(this.type, this.title, this.status, this.error, this.id, seconds);
	}

	/**
	 * The answer that tells it, with {@code Retry-After} where waiting may help.
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

}
