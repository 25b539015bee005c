package chat.foyer.message;

/**
 * Thrown when a message's seat was given up before the message was stored. Nothing is
 * stored, and sending it again does not help.
 */
public class SeatGoneException extends RuntimeException {

	public SeatGoneException() {
		super("The seat was given up", null, false, false);
	}

}
