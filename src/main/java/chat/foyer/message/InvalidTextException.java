package chat.foyer.message;

/**
 * Thrown when what was typed cannot be said.
 */
public class InvalidTextException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Problem problem;

	InvalidTextException(Problem problem) {
		super("Not a text: " + problem);
		this.problem = problem;
	}

	/**
	 * What is wrong with it.
	 */
	public Problem problem() {
		return this.problem;
	}

	/**
	 * The reasons to refuse a text.
	 */
	public enum Problem {

		/** There is nothing to be seen in it. */
		EMPTY,

		/** It has too many code points. */
		TOO_LARGE,

		/** It has characters that would garble it or what stands around it. */
		CHARACTERS

	}

}
