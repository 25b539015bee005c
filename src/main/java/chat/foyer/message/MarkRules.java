package chat.foyer.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Decides where marks can begin and end.
 *
 * <ul>
 * <li>No letter or digit other than Han, Kana or Hangul is directly outside of a
 * mark.</li>
 * <li>No white space is directly inside of an asterisk or tilde.</li>
 * <li>No backslash precedes it.</li>
 * <li>Asterisks and tildes of comments, paths, file patterns, calculations, declarations,
 * keycap emoji and faces are not marks (see {@link #run}).</li>
 * </ul>
 */
final class MarkRules {

	static final int MAX_ASTERISKS = 3;

	static final String QUOTES = "\"'`";

	private static final String SEPARATORS = "/\\|";

	private static final String OPENING = "([{";

	private static final String CLOSING = ")]}";

	private static final String FACE_OPENING = "(\uFF08";

	private static final String FACE_CLOSING = ")\uFF09";

	private static final Pattern LEFT_OF_FACE = Pattern.compile("[(\uFF08]([^()\uFF08\uFF09]*)\\z");

	private static final Pattern RIGHT_OF_FACE = Pattern.compile("([^()\uFF08\uFF09]*)[)\uFF09]");

	/**
	 * The maximum distance between an asterisk and the brackets of its face.
	 */
	private static final int FACE_RADIUS = 12;

	/**
	 * Signs at the beginning of emphasis in brackets.
	 */
	private static final String BEGINNINGS = "\"'`#\u00BF\u00A1\u2026";

	/**
	 * Signs at the end of emphasis in brackets.
	 */
	private static final String ENDINGS = "\"'`.!?\u2026,:%\u3002\uFF01\uFF1F";

	/**
	 * Signs in decorative rows of stars.
	 */
	private static final String DECORATIONS = "\uFF61\u3002\uFF65\u30FB\uFF9F\u309C\u00B0\u02DA\u2727\u2726\u22C6";

	private MarkRules() {
	}

	/**
	 * Whether the text before an index allows a mark to begin there.
	 */
	static boolean mayOpenAt(String text, int index) {
		return CharacterClass.before(text, index) != '\\' && mayStandOutside(CharacterClass.baseBefore(text, index));
	}

	/**
	 * Whether the text after an index allows a mark to end before it.
	 */
	static boolean mayCloseAt(String text, int index) {
		return mayStandOutside(CharacterClass.at(text, index));
	}

	static int endOfRun(String text, int start) {
		int end = start + 1;
		while (end < text.length() && text.charAt(end) == text.charAt(start)) {
			end++;
		}
		return end;
	}

	/**
	 * Classifies a run of asterisks or tildes.
	 * @param start the index of the first of them
	 * @param isBehindWhole whether an address, a link or code ends before the run; its
	 * last character is ignored
	 * @return the run, or {@code null} if it can neither open nor close a mark
	 */
	static @Nullable Run run(String text, int start, boolean isBehindWhole) {
		int end = endOfRun(text, start);
		int length = end - start;
		boolean isStar = text.charAt(start) == '*';
		int before = CharacterClass.before(text, start);
		int after = CharacterClass.at(text, end);
		if ((isStar ? length > MAX_ASTERISKS : length != 2) || before == '\\' || CharacterClass.isCombining(after)
				|| isEnclosed(before, after)) {
			return null;
		}
		int last = isBehindWhole ? 'x' : before;
		boolean opens = isVisible(after) && mayOpenAt(text, start) && SEPARATORS.indexOf(before) < 0
				&& Character.getType(after) != Character.END_PUNCTUATION && !(isStar && isOperand(text, end));
		boolean closes = isVisible(last) && mayCloseAt(text, end) && SEPARATORS.indexOf(after) < 0
				&& Character.getType(last) != Character.START_PUNCTUATION;
		if (isStar && length == 1) {
			opens = opens && singleOpens(text, start);
			closes = closes && singleCloses(text, start, last);
		}
		if (!opens && !closes) {
			return null;
		}
		return new Run(text.charAt(start), start, length, opens, closes, SEPARATORS.indexOf(after) >= 0,
				SEPARATORS.indexOf(last) >= 0, CLOSING.indexOf(before) >= 0, OPENING.indexOf(after) >= 0);
	}

	/**
	 * Asterisks alone in quotation marks are quoted: {@code "*"}. Between brackets they
	 * calculate: {@code (a)**(b)}.
	 */
	private static boolean isEnclosed(int before, int after) {
		return (before == after && QUOTES.indexOf(before) >= 0)
				|| (CLOSING.indexOf(before) >= 0 && OPENING.indexOf(after) >= 0);
	}

	/**
	 * Whether asterisks stand for a value or belong to an operator:
	 * {@code SELECT *, a.*}, {@code a **= 2}, {@code use a::*;}.
	 * @param end the index behind the asterisks
	 */
	private static boolean isOperand(String text, int end) {
		int after = CharacterClass.at(text, end);
		return after == ',' || after == '=' || (after == ';' && !isVisible(CharacterClass.at(text, end + 1)));
	}

	/**
	 * Whether a single asterisk can open emphasis. Comments, paths and placeholders have
	 * separators: {@code src/*}, {@code *|NAME|*}. Patterns have a full stop:
	 * {@code *.java}, {@code .*foo.*}. Calculations have brackets: {@code (a+b)*(c+d)}.
	 * Shells have {@code $*}. The rest is faces and rows of stars.
	 */
	private static boolean singleOpens(String text, int start) {
		int before = CharacterClass.before(text, start);
		int after = CharacterClass.at(text, start + 1);
		int next = CharacterClass.at(text, start + 2);
		boolean isPattern = (after == '.' && next != '.')
				|| (before == '.' && CharacterClass.before(text, start - 1) != '.');
		boolean isInBracket = FACE_OPENING.indexOf(before) >= 0;
		boolean begins = CharacterClass.isWord(after) || isBracketOrQuote(after) || BEGINNINGS.indexOf(after) >= 0;
		boolean isMouth = (after == 'o' || after == 'O' || after == '0') && next == '*';
		return SEPARATORS.indexOf(after) < 0 && CLOSING.indexOf(before) < 0 && before != '$' && !isPattern && !isMouth
				&& !(isInBracket && !begins) && !isDecoration(text, start + 1) && !isInFace(text, start);
	}

	/**
	 * Whether a single asterisk can close emphasis.
	 * @param last the character before it, or a letter if an address, link or code ends
	 * there
	 */
	private static boolean singleCloses(String text, int start, int last) {
		int after = CharacterClass.at(text, start + 1);
		boolean isInBracket = FACE_CLOSING.indexOf(after) >= 0;
		boolean ends = CharacterClass.isWord(last) || isBracketOrQuote(last) || ENDINGS.indexOf(last) >= 0;
		return SEPARATORS.indexOf(last) < 0 && OPENING.indexOf(after) < 0 && !(isInBracket && !ends)
				&& !isInFace(text, start);
	}

	private static boolean isBracketOrQuote(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.START_PUNCTUATION, Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION,
					Character.FINAL_QUOTE_PUNCTUATION ->
				true;
			default -> false;
		};
	}

	private static boolean isDecoration(String text, int start) {
		int at = start;
		while (":.+".indexOf(CharacterClass.at(text, at)) >= 0) {
			at++;
		}
		return DECORATIONS.indexOf(CharacterClass.at(text, at)) >= 0;
	}

	/**
	 * Whether an asterisk is part of a face such as {@code (*´ω｀*)}: between the brackets
	 * around it stand signs and at most one letter.
	 */
	private static boolean isInFace(String text, int index) {
		Matcher left = LEFT_OF_FACE.matcher(text).region(Math.max(0, index - FACE_RADIUS), index);
		Matcher right = RIGHT_OF_FACE.matcher(text).region(index, Math.min(text.length(), index + FACE_RADIUS + 1));
		if (!left.find() || !right.lookingAt()) {
			return false;
		}
		String inside = left.group(1) + right.group(1);
		long letters = inside.codePoints().filter(CharacterClass::isWord).count();
		return letters <= 1 && inside.codePoints()
			.anyMatch((sign) -> sign != '*' && !CharacterClass.isWord(sign) && !CharacterClass.isInvisible(sign));
	}

	private static boolean mayStandOutside(int codePoint) {
		return !CharacterClass.isWord(codePoint) || CharacterClass.isHanKanaOrHangul(codePoint);
	}

	private static boolean isVisible(int codePoint) {
		return codePoint != CharacterClass.NONE && !CharacterClass.isInvisible(codePoint);
	}

	/**
	 * A run of asterisks or tildes.
	 *
	 * @param opens whether it can open a mark
	 * @param closes whether it can close one
	 * @param isBeforeSeparator whether a slash, backslash or bar stands behind it
	 * @param isBehindSeparator whether one stands before it
	 * @param isBehindBracket whether a closing bracket stands before it
	 * @param isBeforeBracket whether an opening bracket stands behind it
	 */
	record Run(char mark, int start, int length, boolean opens, boolean closes, boolean isBeforeSeparator,
			boolean isBehindSeparator, boolean isBehindBracket, boolean isBeforeBracket) {

		/**
		 * Separators at both inner sides are those of {@code **}{@code /a and b/**},
		 * brackets at both outer sides those of {@code (a)**b + c**(d)}.
		 */
		boolean mayBeClosedBy(Run closing) {
			return this.mark == closing.mark && !(this.isBeforeSeparator && closing.isBehindSeparator)
					&& !(this.isBehindBracket && closing.isBeforeBracket);
		}

	}

}
