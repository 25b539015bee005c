package chat.foyer.message;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.IntPredicate;

/**
 * Finds where a web address in a sentence begins and ends, in every script.
 *
 * <p>
 * ASCII punctuation belongs to an address only inside it, and brackets only in pairs.
 * Punctuation beyond ASCII, white space and invisible characters end an address.
 * Underscores, tildes, apostrophes and bars around an address are not part of it.
 *
 * <p>
 * Letters of scripts with capitals (Latin, Greek, Cyrillic) are always part of it:
 * {@code /wiki/Größe}, {@code /wiki/Россия}. Other letters, and emoji, are part of it
 * where a segment begins with them or already has some: {@code /wiki/日本}, {@code ?q=日本}.
 * Right behind a letter with a capital or a digit they continue the sentence, as people
 * who write without blanks expect from WeChat or LINE: {@code https://example.com/a然后}
 * ends before {@code 然}, {@code https://example.com에서} before {@code 에}. So they do
 * behind the first slash of an ASCII host, since browsers copy
 * {@code https://example.com/} with it.
 *
 * <p>
 * One scanner reads one paragraph. The time for all addresses is proportional to the
 * length of the paragraph.
 */
final class AddressScanner {

	private static final String NEVER = "<>\"`\\";

	private static final String OPENING = "([{";

	private static final String CLOSING = ")]}";

	/**
	 * Punctuation of the sentence when it ends an address.
	 */
	private static final String TRAILING = ".,:;!?*|'";

	/**
	 * ASCII characters of a host, apart from letters and digits.
	 */
	private static final String IN_HOST = ".-_:";

	/**
	 * ASCII characters before the {@code @} of a host, apart from letters and digits.
	 */
	private static final String IN_USER_INFO = IN_HOST + "@%!$&+,;=";

	/**
	 * Characters that quote an address if they stand on both sides of it.
	 */
	private static final String QUOTES = "'|_~";

	private static final String SEGMENT_ENDS = "/?#=&@";

	/**
	 * An uncased letter after one of these begins a part of the address.
	 */
	private static final String PART_ENDS = "/#=&@-_+~";

	/**
	 * Punctuation beyond ASCII that stands inside words and so in titles: middle dots,
	 * hyphens, geresh and gershayim, the Tibetan tsheg.
	 */
	private static final String INSIDE_WORDS = "\u00B7\u30FB\u2010\u2013\u05BE\u05F3\u05F4\u0F0B";

	private static final int EMOJI_STYLE = 0xFE0F;

	/**
	 * Invisible characters in Persian and Indic words and in emoji.
	 */
	private static final String JOINERS = "\u200C\u200D" + (char) EMOJI_STYLE;

	private static final int ASCII_END = 0x80;

	private final String text;

	/**
	 * Opening brackets without a closing one in their address.
	 */
	private final BitSet unclosed = new BitSet();

	/**
	 * The end of the last text that was rejected as a host.
	 */
	private int rejectedEnd;

	private int start;

	private int at;

	private boolean isInPath;

	private boolean isHostUncased;

	private int dotsInHost;

	private int slashesInPath;

	/**
	 * Whether the segment has an uncased letter or an emoji.
	 */
	private boolean hasUncased;

	AddressScanner(String text) {
		this.text = text;
	}

	/**
	 * Whether an address may begin at an index: not inside a Latin word, a number,
	 * another address or a longer scheme, and not inside a rejected host, which would be
	 * read repeatedly. It may begin after a letter of another script and, with a scheme,
	 * after a full stop.
	 */
	boolean mayBegin(int addressStart, boolean hasScheme) {
		if (addressStart < this.rejectedEnd) {
			return false;
		}
		int before = CharacterClass.baseBefore(this.text, addressStart);
		if (before == CharacterClass.NONE || (before == '.' && hasScheme)) {
			return true;
		}
		if ("+-.".indexOf(before) >= 0) {
			int letter = CharacterClass.before(this.text, addressStart - 1);
			return letter >= ASCII_END || !CharacterClass.isWord(letter);
		}
		return "/@&?#%".indexOf(before) < 0 && !CharacterClass.isLatinLetter(before) && !Character.isDigit(before);
	}

	/**
	 * Finds the end of what may be user information, host and port.
	 * @param addressStart where the address begins
	 * @param scanStart where its scheme, or {@code www.}, ends
	 */
	int authorityEnd(int addressStart, int scanStart) {
		this.start = scanStart;
		this.at = scanStart;
		this.isInPath = false;
		this.isHostUncased = false;
		this.hasUncased = false;
		this.dotsInHost = 0;
		this.slashesInPath = 0;
		String allowed = (this.text.charAt(scanStart - 1) == '/') ? IN_USER_INFO : IN_HOST;
		int quote = quote(addressStart);
		while (this.at < this.text.length()) {
			int codePoint = this.text.codePointAt(this.at);
			boolean isAllowed = codePoint >= ASCII_END || CharacterClass.isWord(codePoint)
					|| allowed.indexOf(codePoint) >= 0;
			if (!isAllowed || isEndQuote(quote) || !continues(codePoint)) {
				break;
			}
			this.at += Character.charCount(codePoint);
		}
		return this.at;
	}

	/**
	 * Finds the end of an address.
	 * @param addressStart where the address begins
	 * @param pathStart where its path, query or fragment begins
	 * @param endsBefore whether a mark around the address ends at an index
	 */
	int end(int addressStart, int pathStart, IntPredicate endsBefore) {
		int quote = quote(addressStart);
		Deque<Integer> open = new ArrayDeque<>();
		int apostrophes = 0;
		for (this.at = pathStart; this.at < this.text.length();) {
			int codePoint = this.text.codePointAt(this.at);
			if (isEndQuote(quote) || !continues(codePoint) || this.unclosed.get(this.at) || endsBefore.test(this.at)) {
				break;
			}
			int closing = CLOSING.indexOf(codePoint);
			if (closing >= 0) {
				if (open.isEmpty() || this.text.charAt(open.element()) != OPENING.charAt(closing)) {
					break;
				}
				open.pop();
			}
			else if (OPENING.indexOf(codePoint) >= 0) {
				open.push(this.at);
			}
			apostrophes += (codePoint == '\'') ? 1 : 0;
			this.at += Character.charCount(codePoint);
		}
		open.forEach(this.unclosed::set);
		int end = open.isEmpty() ? this.at : open.getLast();
		while (end > pathStart && TRAILING.indexOf(this.text.charAt(end - 1)) >= 0) {
			if (this.text.charAt(end - 1) == '\'' && apostrophes-- % 2 == 0) {
				break;
			}
			end--;
		}
		return end;
	}

	/**
	 * Rejects what looked like a host or an address, so that none begins inside it.
	 */
	void reject(int end) {
		this.rejectedEnd = end;
	}

	private int quote(int addressStart) {
		int before = CharacterClass.before(this.text, addressStart);
		return (QUOTES.indexOf(before) >= 0) ? before : CharacterClass.NONE;
	}

	/**
	 * Whether the address ends before the character that stands before it, too.
	 */
	private boolean isEndQuote(int quote) {
		if (this.text.charAt(this.at) != quote) {
			return false;
		}
		int next = this.at;
		while (CharacterClass.at(this.text, next) == quote) {
			next++;
		}
		return (quote != '_' && quote != '~') || !CharacterClass.isWord(CharacterClass.at(this.text, next));
	}

	private boolean continues(int codePoint) {
		if (codePoint < ASCII_END) {
			readAscii(codePoint);
			return !CharacterClass.isInvisible(codePoint) && NEVER.indexOf(codePoint) < 0;
		}
		int before = CharacterClass.before(this.text, this.at);
		if (CharacterClass.isCased(codePoint)) {
			return true;
		}
		if (isUncased(codePoint)) {
			this.hasUncased |= beginsPart(before);
			this.isHostUncased |= this.hasUncased && !this.isInPath;
			return this.hasUncased;
		}
		int next = CharacterClass.at(this.text, this.at + Character.charCount(codePoint));
		if (JOINERS.indexOf(codePoint) >= 0) {
			return this.hasUncased && before >= ASCII_END
					&& (codePoint == EMOJI_STYLE || (isBeyondAscii(next) && !CharacterClass.isHanKanaOrHangul(next)));
		}
		if (CharacterClass.isInvisible(codePoint)) {
			return false;
		}
		if (CharacterClass.isCombining(codePoint)) {
			return CharacterClass.isWord(before) || CharacterClass.isCombining(before);
		}
		return this.hasUncased && INSIDE_WORDS.indexOf(codePoint) >= 0 && CharacterClass.isWord(before)
				&& isBeyondAscii(next);
	}

	private void readAscii(int character) {
		boolean isDotInHost = character == '.' && !this.isInPath;
		if (isDotInHost || SEGMENT_ENDS.indexOf(character) >= 0) {
			this.hasUncased = false;
		}
		this.isInPath |= "/?#".indexOf(character) >= 0;
		this.slashesInPath += (character == '/') ? 1 : 0;
		this.dotsInHost += isDotInHost ? 1 : 0;
	}

	/**
	 * Whether an uncased letter begins a part of the address.
	 * @param before what stands before it
	 */
	private boolean beginsPart(int before) {
		if (!this.isInPath) {
			// example.中国 is a host, in example.com.中国 a full stop ends the sentence.
			return this.at == this.start || before == '-' || before == '@'
					|| (before == '.' && (this.dotsInHost == 1 || this.isHostUncased));
		}
		boolean isFirst = before == '/' && this.slashesInPath == 1;
		int bracketed = (before == '(') ? CharacterClass.before(this.text, this.at - 1) : before;
		return PART_ENDS.indexOf(bracketed) >= 0 && (!isFirst || this.isHostUncased);
	}

	private static boolean isUncased(int codePoint) {
		return CharacterClass.isWord(codePoint) || CharacterClass.isHanKanaOrHangul(codePoint)
				|| CharacterClass.isEmoji(codePoint);
	}

	private static boolean isBeyondAscii(int codePoint) {
		return codePoint >= ASCII_END && isUncased(codePoint);
	}

}
