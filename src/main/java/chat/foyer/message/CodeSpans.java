package chat.foyer.message;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds the code between backticks in a paragraph. Code begins and ends with equally many
 * backticks and has visible content. A backtick in a face does not count.
 */
final class CodeSpans {

	private static final Pattern LEFT_OF_FACE = Pattern.compile("[(\uFF08][^()\uFF08\uFF09`\n]*\\z");

	private static final Pattern RIGHT_OF_FACE = Pattern.compile("[^()\uFF08\uFF09`\n]*[)\uFF09]");

	private static final char ACUTE_ACCENT = '\u00B4';

	/**
	 * The maximum distance between a backtick and the brackets of its face.
	 */
	private static final int FACE_RADIUS = 12;

	private final String text;

	/**
	 * For the index of each run of backticks: the index of the next run of its length.
	 */
	private final Map<Integer, Integer> next = new HashMap<>();

	CodeSpans(String text) {
		this.text = text;
		Map<Integer, Integer> latest = new HashMap<>();
		for (int at = text.lastIndexOf('`'); at >= 0; at = text.lastIndexOf('`', at - 1)) {
			int end = at + 1;
			while (at > 0 && text.charAt(at - 1) == '`') {
				at--;
			}
			if (end - at > 1 || !isInFace(at)) {
				Integer following = latest.put(end - at, at);
				this.next.put(at, (following != null) ? following : -1);
			}
		}
	}

	/**
	 * Returns the index behind the code that begins at an index, or -1 if none does.
	 * @param start the index of the first of the backticks
	 */
	int end(int start) {
		int close = this.next.getOrDefault(start, -1);
		if (close < 0 || !MarkRules.mayOpenAt(this.text, start)) {
			return -1;
		}
		int contentStart = endOfRun(start);
		int length = contentStart - start;
		boolean isCode = MarkRules.mayCloseAt(this.text, close + length) && (length > 1 || isBegunBySingle(start))
				&& !CharacterClass.isAllInvisible(this.text.substring(contentStart, close));
		return isCode ? close + length : -1;
	}

	int endOfRun(int start) {
		int end = start + 1;
		while (end < this.text.length() && this.text.charAt(end) == '`') {
			end++;
		}
		return end;
	}

	/**
	 * Whether code can begin with one backtick at an index: not at the right edge of a
	 * face as in {@code |ω・`)}, nor beside an acute accent.
	 */
	private boolean isBegunBySingle(int start) {
		int before = CharacterClass.before(this.text, start);
		int after = CharacterClass.at(this.text, start + 1);
		boolean isAtEdge = Character.getType(after) == Character.END_PUNCTUATION;
		boolean isFree = before == CharacterClass.NONE || CharacterClass.isInvisible(before)
				|| CharacterClass.isHanKanaOrHangul(before) || Character.getType(before) == Character.START_PUNCTUATION;
		return before != ACUTE_ACCENT && after != ACUTE_ACCENT && (isFree || !isAtEdge);
	}

	/**
	 * Whether a backtick is the only one between two brackets nearby: {@code (´・ω・`)}.
	 */
	private boolean isInFace(int index) {
		int start = Math.max(0, index - FACE_RADIUS);
		int end = Math.min(this.text.length(), index + FACE_RADIUS);
		return LEFT_OF_FACE.matcher(this.text).region(start, index).find()
				&& RIGHT_OF_FACE.matcher(this.text).region(index + 1, end).lookingAt();
	}

}
