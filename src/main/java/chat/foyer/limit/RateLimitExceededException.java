package chat.foyer.limit;

/**
 * Thrown when somebody goes on too fast. A flood of these costs no stack traces.
 */
public class RateLimitExceededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient RetryDelay pause;

	RateLimitExceededException(RetryDelay pause) {
		super("Too soon", null, false, false);
		this.pause = pause;
	}

	/**
	 * How long to wait.
	 */
	public RetryDelay pause() {
		return this.pause;
	}

}
