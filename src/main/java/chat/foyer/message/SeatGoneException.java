package chat.foyer.message;

/**
 * Thrown when something is said from a seat that was given up before its turn came.
 * Nothing is stored, and sending it again does not help.
 */
public class SeatGoneException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public SeatGoneException() {
		super("The seat was given up", null, false, false);
	}

}
