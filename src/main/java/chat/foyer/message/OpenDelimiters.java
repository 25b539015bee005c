package chat.foyer.message;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The delimiters of a paragraph that are open where it has been read to, and the brackets
 * and quotation marks around them.
 *
 * <p>
 * A closing delimiter is paired with the nearest opening one that fits; delimiters that
 * were opened in between are text. Both are text if no letter or digit is between them,
 * as in {@code *-*}. A mark that begins inside brackets or after a quotation mark ends
 * there, too.
 *
 * <p>
 * Delimiters of one kind fit the same closing ones, so only the last of each kind is
 * looked at: the time for all of them is proportional to their number.
 */
final class OpenDelimiters {

	private static final String OPENING = "([{\uFF08";

	private static final String CLOSING = ")]}\uFF09";

	/**
	 * A bracket behind one of these is the mouth of a face.
	 */
	private static final String EYES = ":;=-'";

	private final Map<Kind, Deque<Delimiter>> delimiters = new HashMap<>();

	/**
	 * For each kind of bracket: the indices of those that are open.
	 */
	private final Map<Integer, Deque<Integer>> brackets = new HashMap<>();

	/**
	 * The last delimiter directly behind each quotation mark.
	 */
	private final Map<Integer, Integer> quoted = new HashMap<>();

	/**
	 * Reads a bracket or quotation mark.
	 */
	void read(String text, int at) {
		char character = text.charAt(at);
		int opening = OPENING.indexOf(character);
		int closing = CLOSING.indexOf(character);
		if (opening >= 0 && EYES.indexOf(CharacterClass.before(text, at)) < 0) {
			this.brackets.computeIfAbsent(opening, (kind) -> new ArrayDeque<>()).push(at);
		}
		else if (closing >= 0 && this.brackets.containsKey(closing)) {
			Integer start = this.brackets.get(closing).poll();
			drop((start != null) ? start : at);
		}
		else if (!(CharacterClass.isWord(CharacterClass.before(text, at))
				&& CharacterClass.isWord(CharacterClass.at(text, at + 1)))) {
			Integer start = this.quoted.remove((int) character);
			drop((start != null) ? start : at);
		}
	}

	/**
	 * Reads a delimiter.
	 * @param before the character before it
	 */
	void read(Delimiter delimiter, int before) {
		if (!(delimiter.run().closes() && close(delimiter)) && delimiter.run().opens()) {
			push(delimiter);
			if (MarkRules.QUOTES.indexOf(before) >= 0) {
				this.quoted.put(before, delimiter.start());
			}
		}
	}

	/**
	 * Whether a delimiter closes one that is open.
	 */
	boolean areClosedBy(Delimiter closing) {
		return closing.run().closes() && nearest(closing) != null;
	}

	/**
	 * Closes what a delimiter closes.
	 * @return whether it is a closing one
	 */
	private boolean close(Delimiter closing) {
		boolean closes = false;
		Delimiter opening = nearest(closing);
		while (opening != null) {
			closes = true;
			drop(opening.start());
			if (!opening.hasWordsBefore(closing)) {
				return true;
			}
			opening.pairWith(closing);
			if (opening.unpaired() > 0) {
				push(opening);
			}
			opening = (closing.unpaired() > 0) ? nearest(closing) : null;
		}
		return closes;
	}

	private @Nullable Delimiter nearest(Delimiter closing) {
		int innermost = -1;
		for (Deque<Integer> alike : this.brackets.values()) {
			innermost = alike.isEmpty() ? innermost : Math.max(innermost, alike.element());
		}
		Delimiter nearest = null;
		for (Deque<Delimiter> alike : this.delimiters.values()) {
			Delimiter last = alike.peek();
			if (last != null && last.start() > ((nearest != null) ? nearest.start() : innermost)
					&& last.fits(closing)) {
				nearest = last;
			}
		}
		return nearest;
	}

	private void push(Delimiter delimiter) {
		MarkRules.Run run = delimiter.run();
		Kind kind = new Kind(run.mark(), delimiter.unpaired(), run.isBeforeSeparator(), run.isBehindBracket());
		this.delimiters.computeIfAbsent(kind, (missing) -> new ArrayDeque<>()).push(delimiter);
	}

	/**
	 * Drops the delimiters from an index on.
	 */
	private void drop(int start) {
		for (Deque<Delimiter> alike : this.delimiters.values()) {
			while (!alike.isEmpty() && alike.element().start() >= start) {
				alike.pop();
			}
		}
	}

	private record Kind(char mark, int length, boolean isBeforeSeparator, boolean isBehindBracket) {
	}

}
