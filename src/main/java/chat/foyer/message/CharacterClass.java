package chat.foyer.message;

import com.ibm.icu.text.UnicodeSet;

/**
 * Classes of code points that decide where marks and web addresses begin and end. Every
 * method accepts {@link #NONE} for a missing neighbour and answers {@code false} for it.
 */
final class CharacterClass {

	/**
	 * Stands for the neighbour of the first or last character of a text.
	 */
	static final int NONE = -1;

	/**
	 * Without the halfwidth sound marks, which faces and decorations are made of.
	 */
	private static final UnicodeSet WORD = new UnicodeSet("[[\\p{L}\\p{N}]-[\\uFF9E\\uFF9F]]").freeze();

	/**
	 * By script extensions, so that the prolonged sound mark, which Hiragana and Katakana
	 * share, is included. Fullwidth digits belong to no script and stay out.
	 */
	private static final UnicodeSet HAN_KANA_HANGUL = new UnicodeSet(
			"[[\\p{L}\\p{N}]&[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}]]")
		.freeze();

	private static final UnicodeSet LATIN = new UnicodeSet("[\\p{L}&\\p{sc=Latn}]").freeze();

	private static final UnicodeSet CASED = new UnicodeSet("[\\p{Lu}\\p{Ll}\\p{Lt}]").freeze();

	private static final UnicodeSet COMBINING = new UnicodeSet("\\p{M}").freeze();

	private static final UnicodeSet INVISIBLE = new UnicodeSet("[\\p{Cc}\\p{Cf}\\p{DI}\\p{Z}\\p{White_Space}\\u2800]")
		.freeze();

	private static final UnicodeSet EMOJI = new UnicodeSet(
			"[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\p{Regional_Indicator}]")
		.freeze();

	private CharacterClass() {
	}

	/**
	 * Letters and digits of any script, and numbers such as {@code ²}.
	 */
	static boolean isWord(int codePoint) {
		return codePoint != NONE && WORD.contains(codePoint);
	}

	static boolean hasWord(String text) {
		return WORD.containsSome(text);
	}

	/**
	 * Letters of scripts that write words without blanks and put marks between them.
	 */
	static boolean isHanKanaOrHangul(int codePoint) {
		return codePoint != NONE && HAN_KANA_HANGUL.contains(codePoint);
	}

	static boolean isLatinLetter(int codePoint) {
		return codePoint != NONE && LATIN.contains(codePoint);
	}

	/**
	 * Letters of Latin, Greek, Cyrillic and the other scripts that have capitals. All of
	 * them write blanks between words.
	 */
	static boolean isCased(int codePoint) {
		return codePoint != NONE && CASED.contains(codePoint);
	}

	static boolean isCombining(int codePoint) {
		return codePoint != NONE && COMBINING.contains(codePoint);
	}

	static boolean isEmoji(int codePoint) {
		return codePoint != NONE && EMOJI.contains(codePoint);
	}

	/**
	 * White space, format and control characters, and everything that fonts draw as
	 * nothing.
	 */
	static boolean isInvisible(int codePoint) {
		return codePoint != NONE && INVISIBLE.contains(codePoint);
	}

	static boolean hasInvisible(String text) {
		return INVISIBLE.containsSome(text);
	}

	static boolean isAllInvisible(String text) {
		return INVISIBLE.containsAll(text);
	}

	static int before(String text, int index) {
		return (index > 0) ? text.codePointBefore(index) : NONE;
	}

	static int at(String text, int index) {
		return (index < text.length()) ? text.codePointAt(index) : NONE;
	}

	/**
	 * The character before an index without its combining marks: an accent belongs to its
	 * letter.
	 */
	static int baseBefore(String text, int index) {
		int at = index;
		int codePoint = before(text, at);
		while (isCombining(codePoint)) {
			at -= Character.charCount(codePoint);
			codePoint = before(text, at);
		}
		return codePoint;
	}

}
