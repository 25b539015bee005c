package chat.foyer.chat;

import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RetryDelay;
import chat.foyer.web.Problems;

import org.springframework.http.HttpStatus;

/**
 * Thrown when a message or a change of one is not stored.
 */
final class RefusedMessageException extends Exception {

	private static final long serialVersionUID = 1L;

	private final ErrorCode reason;

	private final transient Optional<RetryDelay> delay;

	RefusedMessageException(ErrorCode reason, Optional<RetryDelay> delay) {
		super(reason.word(), null, false, false);
		this.reason = reason;
		this.delay = delay;
	}

	ErrorCode reason() {
		return this.reason;
	}

	/**
	 * How long to wait before the next try, if there was too much at once.
	 */
	Optional<RetryDelay> delay() {
		return this.delay;
	}

	/**
	 * Whether the same may be stored when it is sent again.
	 */
	boolean isTransient() {
		return this.reason == ErrorCode.RATE_LIMITED || this.reason == ErrorCode.UNAVAILABLE;
	}

	/**
	 * The status of a page that shows the reason.
	 */
	HttpStatus pageStatus() {
		return switch (this.reason) {
			case EMPTY, TOO_LARGE, BAD_FRAME -> HttpStatus.UNPROCESSABLE_CONTENT;
			default -> Problems.statusOf(this.reason);
		};
	}

}
