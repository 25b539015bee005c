package chat.foyer.limit;

import java.util.Locale;

import chat.foyer.message.InvalidTextException;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Why something was not let in. These are the only words that the server ever gives for
 * it; none tells what went on inside.
 */
public enum ErrorCode {

	/**
	 * It is not of the form that is understood here.
	 */
	BAD_FRAME,

	/**
	 * It is for nobody to do.
	 */
	FORBIDDEN,

	/**
	 * Only who has a seat in the room may do it.
	 */
	NOT_A_MEMBER,

	/**
	 * It is longer than allowed.
	 */
	TOO_LARGE,

	/**
	 * It came too soon after others.
	 */
	RATE_LIMITED,

	/**
	 * The guest's session, or seat in the room, has ended.
	 */
	SESSION_ENDED,

	/**
	 * The server cannot do it at the moment; trying again is safe.
	 */
	UNAVAILABLE,

	/**
	 * There is nothing in it to be seen.
	 */
	EMPTY;

	private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * The word on the wire and on the page, such as {@code not-a-member}.
	 */
	@JsonValue
	public String word() {
		return this.word;
	}

	/**
	 * The word for what is wrong with a text.
	 */
	public static ErrorCode of(InvalidTextException.Problem problem) {
		return switch (problem) {
			case EMPTY -> EMPTY;
			case TOO_LARGE -> TOO_LARGE;
			case CHARACTERS -> BAD_FRAME;
		};
	}

}
