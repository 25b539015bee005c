package chat.foyer.chat;

import java.util.Optional;

import chat.foyer.file.UploadProblems;
import chat.foyer.file.UploadRefusedException;
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

	private final boolean isForFile;

	RefusedMessageException(ErrorCode reason, Optional<RetryDelay> delay) {
		this(reason, delay, false);
	}

	/**
	 * Refuses a message because one of its files is refused.
	 */
	RefusedMessageException(UploadRefusedException refusal) {
		this(refusal.reason(), refusal.delay(), true);
	}

	private RefusedMessageException(ErrorCode reason, Optional<RetryDelay> delay, boolean isForFile) {
		super(reason.word(), null, false, false);
		this.reason = reason;
		this.delay = delay;
		this.isForFile = isForFile;
	}

	ErrorCode reason() {
		return this.reason;
	}

	/**
	 * Whether one of its files is refused.
	 */
	boolean isForFile() {
		return this.isForFile;
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
	 * The key of the sentence that tells the reason.
	 */
	String messageKey() {
		return this.isForFile ? UploadProblems.keyOf(this.reason) : "message." + this.reason.word();
	}

	/**
	 * The status of a page that shows the reason.
	 */
	HttpStatus pageStatus() {
		if (this.isForFile) {
			return UploadProblems.statusOf(this.reason);
		}
		return switch (this.reason) {
			case EMPTY, TOO_LARGE, BAD_FRAME -> HttpStatus.UNPROCESSABLE_CONTENT;
			default -> Problems.statusOf(this.reason);
		};
	}

}
