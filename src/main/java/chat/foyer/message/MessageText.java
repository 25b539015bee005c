package chat.foyer.message;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import chat.foyer.message.InvalidTextException.Problem;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.text.UnicodeSetSpanner;

/**
 * The text of a message: cleaned, and with something visible in it.
 *
 * <p>
 * Pasted text often carries characters that cannot be seen. The constructor removes or
 * repairs them instead of refusing the message:
 * <ul>
 * <li>CR LF, CR, NEL, VT, FF, U+2028 and U+2029 become LF.</li>
 * <li>All other control characters except TAB are dropped, and U+FEFF.</li>
 * <li>A bidirectional embedding, override or isolate that its line leaves open is closed
 * at the end of the line; a closing character that closes nothing is dropped. The pairs
 * are those of UAX #9 (BD9, X6a, X7). An opening character within 125 open ones is
 * dropped: no level lies deeper (BD2). Where the closing characters would make the text
 * too long, the opening ones are dropped instead. LRM, RLM and ALM stay.</li>
 * <li>Combining marks beyond the eighth on one character are dropped.</li>
 * </ul>
 * Everything else stays as it was typed, white space included. Only lone surrogates are
 * refused: no encoding can carry them. The page cleans in the same way
 * ({@code composer.js}).
 *
 * @param value the cleaned text
 */
public record MessageText(String value) implements Serializable {

	private static final int MAX_MARKS = 8;

	private static final int MAX_DEPTH = 125;

	private static final char PDF = '\u202C';

	private static final char PDI = '\u2069';

	private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\u0085\u000B\f\u2028\u2029]");

	private static final UnicodeSet DROPPED = new UnicodeSet("[[[:Cc:]-[\\n\\t]]\\uFEFF]").freeze();

	private static final UnicodeSetSpanner DROPPER = new UnicodeSetSpanner(DROPPED);

	private static final UnicodeSet DIRECTIONS = new UnicodeSet("[\\u202A-\\u202E\\u2066-\\u2069]").freeze();

	private static final UnicodeSet ISOLATES = new UnicodeSet("[\\u2066-\\u2068]").freeze();

	private static final UnicodeSet MARKS = new UnicodeSet("[:M:]").freeze();

	private static final UnicodeSet FORMATS = new UnicodeSet("[:Cf:]").freeze();

	private static final UnicodeSet NOT_ASCII = new UnicodeSet("[^\\u0000-\\u007F]").freeze();

	private static final UnicodeSet LONE_SURROGATES = new UnicodeSet("[:Cs:]").freeze();

	private static final UnicodeSet INVISIBLE = new UnicodeSet(
			"[[:White_Space:][:Cf:][:Default_Ignorable_Code_Point:][:Noncharacter_Code_Point:]\\u2800\\U00013441\\U00013442\\U0001D159]")
		.freeze();

	/**
	 * Cleans and checks a text.
	 * @throws InvalidTextException if the text has a lone surrogate, or if nothing of it
	 * can be seen
	 */
	public MessageText {
		if (value == null) {
			throw new InvalidTextException(Problem.EMPTY);
		}
		// Before cleaning, which could join two of them.
		if (LONE_SURROGATES.containsSome(value)) {
			throw new InvalidTextException(Problem.CHARACTERS);
		}
		value = clean(value);
		if (INVISIBLE.containsAll(value)) {
			throw new InvalidTextException(Problem.EMPTY);
		}
	}

	/**
	 * Cleans and checks a text, its length included. The length counts after cleaning.
	 * @param typed the text as it was typed
	 * @param maxCodePoints the maximum length in code points
	 * @throws InvalidTextException if the text has a lone surrogate, if nothing of it can
	 * be seen, or if it is too long
	 */
	public static MessageText of(String typed, int maxCodePoints) {
		MessageText text = new MessageText(typed);
		if (isLonger(text.value, maxCodePoints)) {
			text = new MessageText(clean(typed, false));
		}
		if (isLonger(text.value, maxCodePoints)) {
			throw new InvalidTextException(Problem.TOO_LARGE);
		}
		return text;
	}

	/**
	 * Returns a text as a message would keep it, without checking it. Cleaning a cleaned
	 * text changes nothing.
	 * @param typed any text, of any length
	 */
	public static String clean(String typed) {
		return clean(typed, true);
	}

	/**
	 * @param closes whether bidirectional controls that are left open are closed;
	 * otherwise they are dropped
	 */
	private static String clean(String typed, boolean closes) {
		Matcher lineEnds = LINE_END.matcher(typed);
		String lines = lineEnds.find() ? lineEnds.replaceAll("\n") : typed;
		String text = DROPPED.containsSome(lines) ? DROPPER.deleteFrom(lines) : lines;
		if (NOT_ASCII.containsNone(text)) {
			return text;
		}
		return limitMarks(DIRECTIONS.containsSome(text) ? pairDirections(text, closes) : text);
	}

	private static boolean isLonger(String text, int maxCodePoints) {
		return text.codePointCount(0, text.length()) > maxCodePoints;
	}

	/**
	 * Pairs the bidirectional controls of each line.
	 * @param closes whether what is left open is closed; otherwise it is dropped
	 */
	private static String pairDirections(String text, boolean closes) {
		StringBuilder kept = new StringBuilder(text.length());
		// The closing character of each open one, and the place of the open one.
		StringBuilder closers = new StringBuilder();
		List<Integer> places = new ArrayList<>();
		for (char character : (text + '\n').toCharArray()) {
			int closed = closers.length();
			if (character == '\n') {
				closed = 0;
				kept.append(closes ? closers.reverse() : "");
				places.stream().filter((place) -> !closes).forEach((place) -> kept.setCharAt(place, '\0'));
			}
			else if (character == PDF || character == PDI) {
				// A PDI also closes the embeddings inside its isolate.
				closed = closers.lastIndexOf(String.valueOf(character));
				if (closed < 0 || (character == PDF && closed < closers.length() - 1)) {
					continue;
				}
			}
			else if (DIRECTIONS.contains(character)) {
				if (closed == MAX_DEPTH) {
					continue;
				}
				closers.append(ISOLATES.contains(character) ? PDI : PDF);
				places.add(kept.length());
				closed++;
			}
			closers.setLength(closed);
			places.subList(closed, places.size()).clear();
			kept.append(character);
		}
		kept.setLength(kept.length() - 1);
		return closes ? kept.toString() : DROPPER.deleteFrom(kept).toString();
	}

	/**
	 * Format characters do not end the run of a character's marks: joiners may stand
	 * between them.
	 */
	private static String limitMarks(String text) {
		StringBuilder kept = new StringBuilder(text.length());
		int marks = 0;
		for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
			int codePoint = text.codePointAt(i);
			if (MARKS.contains(codePoint)) {
				marks++;
			}
			else if (!FORMATS.contains(codePoint)) {
				marks = 0;
			}
			if (marks <= MAX_MARKS || !MARKS.contains(codePoint)) {
				kept.appendCodePoint(codePoint);
			}
		}
		return kept.toString();
	}

	/**
	 * Tells the length only: logs must not hold what people write.
	 */
	@Override
	public String toString() {
		return "MessageText[length=" + this.value.length() + "]";
	}

}
