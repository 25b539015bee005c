package chat.foyer.message;

/**
 * Thrown when a change of a message, or a message with files, is not stored.
 */
public class ChangeRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Problem problem;

	ChangeRefusedException(Problem problem) {
		super(problem.name(), null, false, false);
		this.problem = problem;
	}

	/**
	 * Why the change is refused.
	 */
	public Problem problem() {
		return this.problem;
	}

	/**
	 * The reasons to refuse a change.
	 */
	public enum Problem {

		/**
		 * The message was deleted or purged, or there never was one of that number. Or a
		 * file of a new message is not there, or is attached already.
		 */
		GONE,

		/**
		 * The message, or a file of a new message, is of another seat, or the line is no
		 * message.
		 */
		FORBIDDEN,

		/**
		 * The time in which the message may be edited is over.
		 */
		TOO_LATE,

		/**
		 * The message has as many different reactions as it may, the seat has reacted to
		 * it as often as it may, or the room has as many pins as it may.
		 */
		FULL,

		/**
		 * Nothing would be left of the message.
		 */
		EMPTY

	}

}
