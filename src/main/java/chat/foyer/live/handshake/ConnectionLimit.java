package chat.foyer.live.handshake;

import chat.foyer.limit.ErrorCode;

import org.springframework.http.HttpStatus;

/**
 * A limit that keeps a connection from being opened.
 */
enum ConnectionLimit {

	/**
	 * The server has as many connections as it may have.
	 */
	NODE(HttpStatus.SERVICE_UNAVAILABLE, ErrorCode.UNAVAILABLE, 10),

	/**
	 * The guest has as many connections (tabs) as one guest may have.
	 */
	GUEST(HttpStatus.TOO_MANY_REQUESTS, ErrorCode.RATE_LIMITED, 2),

	/**
	 * The client address has as many connections as one address may have.
	 */
	ADDRESS(HttpStatus.TOO_MANY_REQUESTS, ErrorCode.RATE_LIMITED, 10);

	private final HttpStatus status;

	private final ErrorCode refusal;

	private final int retryAfter;

	ConnectionLimit(HttpStatus status, ErrorCode refusal, int retryAfter) {
		this.status = status;
		this.refusal = refusal;
		this.retryAfter = retryAfter;
	}

	/**
	 * The status of the answer to the handshake.
	 */
	HttpStatus status() {
		return this.status;
	}

	ErrorCode refusal() {
		return this.refusal;
	}

	/**
	 * After how many seconds to try again.
	 */
	int retryAfter() {
		return this.retryAfter;
	}

}
