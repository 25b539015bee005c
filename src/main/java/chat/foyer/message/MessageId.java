package chat.foyer.message;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Identifies a message among those of its sender, so that a message which is sent again
 * is stored once.
 *
 * @param value 1 to 64 letters, digits, hyphens and underscores; a random UUID is the
 * usual choice
 */
public record MessageId(String value) {

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	/**
	 * Checks an id that a client sent.
	 * @throws InvalidTextException if it is of another form
	 */
	public MessageId {
		if (!FORM.matcher(value).matches()) {
			throw new InvalidTextException(InvalidTextException.Problem.CHARACTERS);
		}
	}

	/**
	 * Returns a new random id.
	 */
	public static MessageId random() {
		return new MessageId(UUID.randomUUID().toString());
	}

}
