package chat.foyer.message;

import java.util.List;

/**
 * The reactions to a message with one emoji.
 *
 * @param emoji the emoji
 * @param count how many guests have reacted with it
 * @param mine whether the reader is one of them
 * @param names the usernames of the first {@value #MAX_NAMES} of them, in the order in
 * which they reacted
 */
public record Reaction(String emoji, int count, boolean mine, List<String> names) {

	/**
	 * How many names there are at the most.
	 */
	public static final int MAX_NAMES = 50;

	public Reaction {
		names = List.copyOf(names);
	}

	/**
	 * The same reactions with other names.
	 */
	Reaction withNames(List<String> usernames) {
		return new Reaction(this.emoji, this.count, this.mine, usernames);
	}

}
