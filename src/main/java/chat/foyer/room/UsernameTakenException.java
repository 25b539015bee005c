package chat.foyer.room;

/**
 * Thrown when somebody else in the room holds the wanted username or one that looks like
 * it.
 */
public class UsernameTakenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UsernameTakenException() {
		super("The username, or one that looks like it, is held by somebody else in the room");
	}

}
