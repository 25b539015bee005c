package chat.foyer.room;

/**
 * Thrown when what was typed cannot be the name of a person or of a room.
 */
public class InvalidNameException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Problem problem;

	InvalidNameException(Problem problem) {
		super("Not a name: " + problem);
		this.problem = problem;
	}

	/**
	 * What is wrong with it, for the sentence that the person reads.
	 */
	public Problem problem() {
		return this.problem;
	}

	/**
	 * The reasons to refuse a name.
	 */
	public enum Problem {

		/** There is nothing but white space. */
		BLANK,

		/** It has too many graphemes or too many bytes. */
		TOO_LONG,

		/** It has characters that a name must not have, or none that can be read. */
		CHARACTERS,

		/** The name is reserved. */
		RESERVED

	}

}
