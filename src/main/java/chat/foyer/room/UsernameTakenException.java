package chat.foyer.room;

/**
 * Thrown when another guest in the room holds a username that the requested one
 * {@link Username#resembles resembles}.
 */
public class UsernameTakenException extends RuntimeException {

	UsernameTakenException() {
		super("Another guest in the room holds the username or one that it resembles");
	}

}
