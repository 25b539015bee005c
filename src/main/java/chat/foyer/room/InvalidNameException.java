package chat.foyer.room;

/**
 * Thrown when a text is not a valid username or room name.
 */
public class InvalidNameException extends RuntimeException {

	private final Problem problem;

	InvalidNameException(Problem problem) {
		super("Not a name: " + problem);
		this.problem = problem;
	}

	/**
	 * The reason, which selects the error message.
	 */
	public Problem problem() {
		return this.problem;
	}

	/**
	 * The reasons to reject a name.
	 */
	public enum Problem {

		/** It has only white space. */
		BLANK,

		/** It has too many graphemes or too many bytes. */
		TOO_LONG,

		/** It has forbidden characters, or no readable ones. */
		CHARACTERS,

		/** It is reserved. */
		RESERVED

	}

}
