package chat.foyer.limit;

/**
 * Thrown when somebody goes on too fast. A flood of these costs no stack traces.
 */
public class TooSoonException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Wait pause;

	TooSoonException(Wait pause) {
		super("Too soon", null, false, false);
		this.pause = pause;
	}

	/**
	 * How long to wait.
	 */
	public Wait pause() {
		return this.pause;
	}

}
