package chat.foyer.message;

/**
 * Thrown when a text, an id or a reaction cannot be part of a message. The exception's
 * own message names the problem and never the text.
 */
public class InvalidTextException extends RuntimeException {

	private final Problem problem;

	InvalidTextException(Problem problem) {
		super("Invalid text: " + problem);
		this.problem = problem;
	}

	/**
	 * The reason for the refusal.
	 */
	public Problem problem() {
		return this.problem;
	}

	/**
	 * The reasons to refuse a text.
	 */
	public enum Problem {

		/** Nothing of it can be seen. */
		EMPTY,

		/** It has too many code points. */
		TOO_LARGE,

		/**
		 * A text with a lone surrogate, an id of another form than ids have, or a
		 * reaction that is no emoji.
		 */
		CHARACTERS

	}

}
