package chat.foyer.file;

import java.time.Duration;
import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RetryDelay;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a file is not taken. Has no stack trace, since it is the client's mistake
 * or a limit.
 */
public final class UploadRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorCode reason;

	private final transient @Nullable RetryDelay delay;

	UploadRefusedException(ErrorCode reason) {
		this(reason, null);
	}

	private UploadRefusedException(ErrorCode reason, @Nullable RetryDelay delay) {
		super(reason.word(), null, false, false);
		this.reason = reason;
		this.delay = delay;
	}

	/**
	 * More files than a message may have.
	 */
	public static UploadRefusedException tooMany() {
		return new UploadRefusedException(ErrorCode.BAD_FRAME);
	}

	/**
	 * A refusal for now.
	 */
	static UploadRefusedException until(ErrorCode reason, Duration delay) {
		return new UploadRefusedException(reason, new RetryDelay(delay, false));
	}

	/**
	 * Why the file is refused.
	 */
	public ErrorCode reason() {
		return this.reason;
	}

	/**
	 * How long to wait before the next try; empty if that is not known.
	 */
	public Optional<RetryDelay> delay() {
		return Optional.ofNullable(this.delay);
	}

}
