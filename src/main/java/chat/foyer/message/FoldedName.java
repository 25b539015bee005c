package chat.foyer.message;

import java.util.regex.Pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.text.UnicodeSetSpanner;
import com.ibm.icu.util.ULocale;

/**
 * A name in the form in which mentions are compared.
 *
 * <p>
 * Names have the same form if they differ only in compatibility (NFKC), in case (dotted
 * and dotless i included), in the kind of apostrophe, quotation mark, hyphen or blank, in
 * the number of blanks, or in invisible characters. The characters of Markdown marks are
 * left out, because a rendered text does not show them. The form is for comparison only.
 * The page folds in the same way ({@code mention.js}).
 *
 * @param value the folded name
 */
record FoldedName(String value) {

	private static final Normalizer2 NFKD = Normalizer2.getNFKDInstance();

	private static final UnicodeSet MARKS = new UnicodeSet("[:M:]").freeze();

	private static final UnicodeSetSpanner LEFT_OUT = new UnicodeSetSpanner(
			new UnicodeSet("[[:Default_Ignorable_Code_Point:]*~`]").freeze());

	private static final Pattern BLANK = Pattern.compile("[\\t\\p{Zs}]");

	/**
	 * An acute accent of its own decomposes to a blank with a combining accent.
	 */
	private static final Pattern APOSTROPHE = Pattern
		.compile(" \\u0301|[\\u2018\\u2019\\u201B\\u2032\\u02B9\\u02BB\\u02BC\\u05F3]");

	private static final Pattern QUOTATION_MARK = Pattern.compile("[\\u201C-\\u201F\\u05F4]");

	private static final Pattern HYPHEN = Pattern.compile("[\\u2010\\u2012\\u2013\\u2212\\u05BE]");

	static FoldedName of(String name) {
		StringBuilder folded = new StringBuilder();
		for (int i = 0; i < name.length(); i = append(folded, name, i)) {
			// Each round appends one character.
		}
		return new FoldedName(folded.toString());
	}

	/**
	 * Whether this name begins with another one and goes on.
	 */
	boolean extendsName(FoldedName other) {
		return this.value.length() > other.value.length() && this.value.startsWith(other.value);
	}

	/**
	 * Finds the end of this name in a text.
	 * @param text any text, not folded
	 * @param from the index in the text at which the name has to begin
	 * @return the index behind the name, or -1 if the text goes on otherwise
	 */
	int endIn(String text, int from) {
		StringBuilder folded = new StringBuilder();
		int end = from;
		while (folded.length() < this.value.length()) {
			if (end == text.length()) {
				return -1;
			}
			end = append(folded, text, end);
			if (!this.value.startsWith(folded.toString())) {
				return -1;
			}
		}
		return end;
	}

	/**
	 * Appends the folded form of the character at an index, its combining marks included.
	 * @return the index behind the character
	 */
	static int append(StringBuilder folded, String text, int from) {
		int end = text.offsetByCodePoints(from, 1);
		while (end < text.length() && MARKS.contains(text.codePointAt(end))) {
			end = text.offsetByCodePoints(end, 1);
		}
		String character = fold(text.substring(from, end));
		boolean isRepeatedBlank = " ".equals(character) && !folded.isEmpty()
				&& folded.charAt(folded.length() - 1) == ' ';
		folded.append(isRepeatedBlank ? "" : character);
		return end;
	}

	private static String fold(String character) {
		StringBuilder cased = new StringBuilder();
		NFKD.normalize(character).codePoints().mapToObj(Character::toString).forEach((letter) -> {
			String capital = UCharacter.toUpperCase(ULocale.ROOT, letter);
			cased.append(UCharacter.toLowerCase(ULocale.ROOT, capital));
		});
		String folded = NFKD.normalize(cased).replace("i\u0307", "i");
		folded = BLANK.matcher(folded).replaceAll(" ");
		folded = APOSTROPHE.matcher(folded).replaceAll("'");
		folded = QUOTATION_MARK.matcher(folded).replaceAll("\"");
		folded = HYPHEN.matcher(folded).replaceAll("-");
		return LEFT_OUT.deleteFrom(folded).toString();
	}

}
