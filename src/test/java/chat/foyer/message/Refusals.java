package chat.foyer.message;

import chat.foyer.message.ChangeRefusedException.Problem;

/**
 * Refusals of changes, as {@link EventLog} fails with them.
 */
public final class Refusals {

	private Refusals() {
	}

	/**
	 * The refusal for a reason.
	 * @param problem the name of the {@link Problem}
	 */
	public static ChangeRefusedException of(String problem) {
		return new ChangeRefusedException(Problem.valueOf(problem));
	}

}
