package chat.foyer.message;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What its sender calls a message, so that sending it again does not say it twice.
 *
 * @param value 1 to 64 letters, digits, hyphens and underscores; a random UUID is the
 * usual choice
 */
public record MessageId(String value) {

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	/**
	 * Makes an id of what a sender gave.
	 * @throws InvalidTextException if it is of another form
	 */
	public MessageId {
		if (!FORM.matcher(value).matches()) {
			throw new InvalidTextException(InvalidTextException.Problem.CHARACTERS);
		}
	}

	/**
	 * An id that was never given before.
	 */
	public static MessageId random() {
		return new MessageId(UUID.randomUUID().toString());
	}

}
