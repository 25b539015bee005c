package chat.foyer.limit;

/**
 * Thrown when a guest exceeds a rate limit. It has no stack trace, since a flood of
 * messages throws many.
 */
public class RateLimitExceededException extends RuntimeException {

	private final transient RetryDelay delay;

	RateLimitExceededException(RetryDelay delay) {
		super("Rate limit exceeded", null, false, false);
		this.delay = delay;
	}

	/**
	 * How long to wait before the next try.
	 */
	public RetryDelay delay() {
		return this.delay;
	}

}
