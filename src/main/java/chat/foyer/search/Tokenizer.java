package chat.foyer.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.util.ULocale;

/**
 * Takes a text apart into the tokens by which it is found, the same on all databases.
 * <ul>
 * <li>Words are those of ICU (UAX #29), divided further at all that is neither letter,
 * mark nor digit: "l'amour" has two.
 * <li>They are folded by NFKC and case. Digits of all scripts become ASCII. Marks on
 * Latin, Greek, Cyrillic, Arabic and Hebrew letters are dropped, and the Arabic tatweel;
 * Indic vowel signs are marks, too, and stay.
 * <li>Han, Kana and Hangul have no words that can be relied on. Each character is a
 * token, and so is each pair of neighbours: "abc" becomes "a", "ab", "b", "bc", "c".
 * <li>An emoji is a token without its skin tone and variation selectors.
 * </ul>
 * A token has only letters, marks, lower-case ASCII letters and digits, and emoji. No
 * parser of a database divides or changes it, and none reads syntax in it. A prefix of a
 * word has a prefix of its token.
 * <p>
 * Pure and thread-safe. The time is proportional to the length of the text.
 */
final class Tokenizer {

	/**
	 * Of a longer text the rest cannot be found. The longest message that the default
	 * settings allow has fewer.
	 */
	static final int MAX_TOKENS = 8_192;

	/**
	 * A longer word is found by its beginning. The lexemes of PostgreSQL end at 2 KiB.
	 */
	static final int MAX_TOKEN_LENGTH = 64;

	private static final int ASCII_TO_FULLWIDTH = 0xFEE0;

	private static final char TATWEEL = '\u0640';

	private static final char KEYCAP = '\u20E3';

	private static final UnicodeSet ASCII = new UnicodeSet("[\\u0000-\\u007F]").freeze();

	private static final UnicodeSet WORD = new UnicodeSet("[[:L:][:M:][:N:]]").freeze();

	/**
	 * Format characters within words, such as joiners, do not divide them.
	 */
	private static final UnicodeSet IN_WORD = new UnicodeSet(WORD).addAll(new UnicodeSet("[:Cf:]")).freeze();

	private static final UnicodeSet CHARACTERS = new UnicodeSet(
			"[[[:Han:][:Hiragana:][:Katakana:][:Hangul:]\\u30FC\\uFF70]&[[:L:][:Nl:]]]")
		.freeze();

	/**
	 * What belongs to the character before it: voiced sound marks, vowels and finals of
	 * decomposed Hangul, variation selectors.
	 */
	private static final UnicodeSet ATTACHED = new UnicodeSet(
			"[\\u3099\\u309A\\uFF9E\\uFF9F\\u1160-\\u11FF\\uD7B0-\\uD7FF[:Variation_Selector:]]")
		.freeze();

	private static final UnicodeSet EMOJI = new UnicodeSet("[[:Extended_Pictographic:][:Regional_Indicator:]]")
		.freeze();

	private static final UnicodeSet EMOJI_STYLES = new UnicodeSet("[[:Emoji_Modifier:]\\uFE0E\\uFE0F]").freeze();

	private static final UnicodeSet MARKS = new UnicodeSet("[:M:]").freeze();

	private static final Normalizer2 FOLDING = Normalizer2.getNFKCCasefoldInstance();

	private static final Normalizer2 DECOMPOSITION = Normalizer2.getNFDInstance();

	private static final Normalizer2 COMPOSITION = Normalizer2.getNFCInstance();

	/**
	 * Only cloned: an iterator belongs to one thread.
	 */
	private static final BreakIterator WORDS = BreakIterator.getWordInstance(ULocale.ROOT);

	private final String text;

	private final List<Token> tokens = new ArrayList<>();

	/**
	 * The last one of a run of characters; null at the beginning of a run.
	 */
	private Token last = Token.NONE;

	private Tokenizer(String text) {
		this.text = text;
	}

	/**
	 * Returns the tokens of a text in order, at most {@value #MAX_TOKENS}.
	 */
	static List<Token> tokens(String text) {
		Tokenizer tokenizer = new Tokenizer(text);
		if (ASCII.containsAll(text)) {
			// Has the same tokens either way; most of Latin texts are quick.
			tokenizer.readWords(0, text.length());
		}
		else {
			tokenizer.readSegments(WORDS.clone());
		}
		return tokenizer.tokens.subList(0, Math.min(MAX_TOKENS, tokenizer.tokens.size()));
	}

	private void readSegments(BreakIterator segments) {
		segments.setText(this.text);
		int start = segments.first();
		for (int end = segments.next(); end != BreakIterator.DONE && hasRoom(); end = segments.next()) {
			int first = this.text.codePointAt(start);
			boolean isKeycap = this.text.charAt(end - 1) == KEYCAP;
			if (EMOJI.contains(first) || isKeycap) {
				addEmoji(start, end);
			}
			else {
				readWords(start, end);
			}
			start = end;
		}
	}

	private boolean hasRoom() {
		return this.tokens.size() < MAX_TOKENS;
	}

	private void readWords(int start, int end) {
		int word = start;
		int at = start;
		while (at < end && hasRoom()) {
			int codePoint = this.text.codePointAt(at);
			int next = at + Character.charCount(codePoint);
			if (CHARACTERS.contains(codePoint)) {
				addWord(word, at);
				next = endOfAttached(next, end);
				addCharacter(at, next);
				word = next;
			}
			else if (!IN_WORD.contains(codePoint)) {
				addWord(word, at);
				this.last = Token.NONE;
				word = next;
			}
			at = next;
		}
		addWord(word, end);
	}

	private int endOfAttached(int start, int end) {
		int at = start;
		while (at < end && ATTACHED.contains(this.text.codePointAt(at))) {
			at += Character.charCount(this.text.codePointAt(at));
		}
		return at;
	}

	private void addWord(int start, int end) {
		if (start < end) {
			String term = shorten(fold(this.text.substring(start, end)));
			if (!term.isEmpty()) {
				this.last = Token.NONE;
				this.tokens.add(new Token(term, start, end, Kind.WORD));
			}
		}
	}

	/**
	 * Adds a character behind the pair that it makes with the one before it.
	 */
	private void addCharacter(int start, int end) {
		// Vowels of decomposed Hangul may follow without end.
		String term = shorten(fold(this.text.substring(start, end)));
		if (term.isEmpty()) {
			return;
		}
		Token character = new Token(term, start, end, Kind.CHARACTER);
		if (this.last.end() == start && this.last.kind() == Kind.CHARACTER) {
			this.tokens.add(new Token(shorten(this.last.term() + term), this.last.start(), end, Kind.PAIR));
		}
		this.tokens.add(character);
		this.last = character;
	}

	private void addEmoji(int start, int end) {
		StringBuilder term = new StringBuilder();
		this.text.substring(start, end)
			.codePoints()
			.filter((codePoint) -> !EMOJI_STYLES.contains(codePoint))
			// The signs of keycaps are syntax.
			.map((codePoint) -> (codePoint == '#' || codePoint == '*') ? codePoint + ASCII_TO_FULLWIDTH : codePoint)
			.forEach(term::appendCodePoint);
		this.last = Token.NONE;
		if (!term.isEmpty()) {
			this.tokens.add(new Token(shorten(term.toString()), start, end, Kind.EMOJI));
		}
	}

	private static String fold(String word) {
		if (ASCII.containsAll(word)) {
			return word.toLowerCase(Locale.ROOT);
		}
		StringBuilder folded = new StringBuilder(word.length());
		boolean keepsMarks = false;
		String decomposed = DECOMPOSITION.normalize(FOLDING.normalize(word));
		for (int at = 0; at < decomposed.length(); at += Character.charCount(decomposed.codePointAt(at))) {
			int codePoint = decomposed.codePointAt(at);
			if (MARKS.contains(codePoint)) {
				if (keepsMarks) {
					folded.appendCodePoint(codePoint);
				}
			}
			else {
				keepsMarks = keepsMarks(codePoint);
				if (WORD.contains(codePoint) && codePoint != TATWEEL) {
					int digit = UCharacter.digit(codePoint);
					folded.appendCodePoint((digit >= 0) ? '0' + digit : codePoint);
				}
			}
		}
		return COMPOSITION.normalize(folded);
	}

	private static boolean keepsMarks(int codePoint) {
		return switch (UScript.getScript(codePoint)) {
			case UScript.LATIN, UScript.GREEK, UScript.CYRILLIC, UScript.ARABIC, UScript.HEBREW, UScript.COMMON ->
				false;
			default -> true;
		};
	}

	private static String shorten(String term) {
		return (term.codePointCount(0, term.length()) <= MAX_TOKEN_LENGTH) ? term
				: term.substring(0, term.offsetByCodePoints(0, MAX_TOKEN_LENGTH));
	}

	/**
	 * What a token stands for.
	 */
	enum Kind {

		/**
		 * A word.
		 */
		WORD,

		/**
		 * A character of Han, Kana or Hangul.
		 */
		CHARACTER,

		/**
		 * Two neighbouring characters.
		 */
		PAIR,

		/**
		 * An emoji.
		 */
		EMOJI

	}

	/**
	 * A token, and where it stands in the text.
	 *
	 * @param term what is compared
	 * @param start the index of its first char
	 * @param end the index after its last char
	 */
	record Token(String term, int start, int end, Kind kind) {

		private static final Token NONE = new Token("", -1, -1, Kind.WORD);

	}

}
