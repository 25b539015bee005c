package chat.foyer.live;

import chat.foyer.message.Refusal;

import org.springframework.http.HttpStatus;

/**
 * A limit that keeps a connection from being opened.
 */
enum ConnectionLimit {

	/**
	 * All connections of this server are taken.
	 */
	NODE(HttpStatus.SERVICE_UNAVAILABLE, Refusal.UNAVAILABLE, 10),

	/**
	 * The guest has as many connections, that is tabs, as one guest may have.
	 */
	GUEST(HttpStatus.TOO_MANY_REQUESTS, Refusal.RATE_LIMITED, 2),

	/**
	 * The client address has as many connections as one address may have.
	 */
	ADDRESS(HttpStatus.TOO_MANY_REQUESTS, Refusal.RATE_LIMITED, 10);

	private final HttpStatus status;

	private final Refusal refusal;

	private final int retryAfter;

	ConnectionLimit(HttpStatus status, Refusal refusal, int retryAfter) {
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

	Refusal refusal() {
		return this.refusal;
	}

	/**
	 * After how many seconds to try again.
	 */
	int retryAfter() {
		return this.retryAfter;
	}

}
