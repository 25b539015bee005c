package chat.foyer.web;

import org.springframework.http.HttpStatus;

/**
 * Why a request failed, for programs (RFC 9457). It depends on the status alone, so that
 * nothing of the cause gets out.
 *
 * @param status the status of the answer
 * @param error the word for it
 */
record Problem(HttpStatus status, String error) {

	static Problem of(HttpStatus status) {
		return new Problem(status, switch (status) {
			case FORBIDDEN -> "forbidden";
			case NOT_FOUND -> "not-found";
			case CONTENT_TOO_LARGE -> "too-large";
			case TOO_MANY_REQUESTS -> "rate-limited";
			default -> status.is5xxServerError() ? "unavailable" : "bad-request";
		});
	}

	String json() {
		return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"error\":\"%s\"}"
			.formatted(this.status.getReasonPhrase(), this.status.value(), this.error);
	}

}
