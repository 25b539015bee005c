package chat.foyer.limit;

/**
 * Thrown when a guest exceeds a rate limit. It has no stack trace, since a flood of
 * messages throws many.
 */
public class RateLimitExceededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient RetryDelay pause;

	RateLimitExceededException(RetryDelay pause) {
		super("Rate limit exceeded", null, false, false);
		this.pause = pause;
	}

	/**
	 * How long to wait.
	 */
	public RetryDelay pause() {
		return this.pause;
	}

}
