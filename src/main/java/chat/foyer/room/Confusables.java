package chat.foyer.room;

import java.util.BitSet;
import java.util.regex.Pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.UnicodeSet;

/**
 * Decides which names people can mistake for each other.
 * <p>
 * The skeletons of UTS #39 alone refuse too many honest names: Maria and Marla, or カ and
 * 力, have one skeleton. People who read one script tell its letters apart, so two names
 * in one script are confusable only through single characters that look the same as
 * written, such as {@code I}, {@code l} and {@code 1}. Names that mix scripts, or are in
 * different ones, are compared by their {@link Skeleton}.
 */
final class Confusables {

	private static final SpoofChecker CONFUSABLES = new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE)
		.build();

	private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

	/**
	 * Digits, punctuation and symbols belong to every script.
	 */
	private static final UnicodeSet OF_A_SCRIPT = new UnicodeSet(
			"[[[:Letter:][:Mark:][:Letter_Number:]]-[:Script=Common:]-[:Script=Inherited:]]")
		.freeze();

	/**
	 * The characters that are looked up in UTS #39. It also maps letters that are merely
	 * similar, so the letters of most scripts are left out, except for identical ones:
	 * Arabic letters of two keyboards, and Hiragana and Katakana he. Also left out are
	 * letters that people tell apart (from i, p, y, e and o), and some that look
	 * different, and so have another {@link Skeleton}, in the other case.
	 */
	private static final UnicodeSet HAS_TWINS = new UnicodeSet(
			"[[[:Script=Latin:][:Script=Cyrillic:][:Script=Greek:][:Script=Common:]-[:Mark:]]"
					+ "[:Decimal_Number:]-[ıþҮүҽσƼɁꞵꜪꟚꞱᲄΣΛεЛꙨꚚꚍ][ىیكکڪهہەへヘՕ]]")
		.freeze();

	/**
	 * A dot above a letter that has one already is invisible.
	 */
	private static final Pattern HIDDEN_DOT = Pattern.compile("(?<=[ij])\\u0307");

	private static final char CEDILLA = '\u0327';

	private static final char COMMA_BELOW = '\u0326';

	private Confusables() {
	}

	/**
	 * Whether people can mistake one name for the other. Symmetric. The caller compares
	 * names that differ only in case.
	 */
	static boolean areConfusable(String one, String other) {
		if (areInOneScript(one, other)) {
			return written(one).equals(written(other)) || read(one).equals(read(other));
		}
		return Skeleton.of(one).equals(Skeleton.of(other));
	}

	/**
	 * Whether a name has only Latin letters.
	 */
	static boolean isLatin(String name) {
		BitSet scripts = scripts(name);
		scripts.clear(UScript.LATIN);
		return scripts.isEmpty();
	}

	/**
	 * Replaces each character by the one that it looks like: names that look the same as
	 * written have one form.
	 */
	static String written(String name) {
		StringBuilder written = new StringBuilder();
		NFD.normalize(name).codePoints().map(Confusables::look).forEach(written::appendCodePoint);
		return HIDDEN_DOT.matcher(written).replaceAll("");
	}

	/**
	 * How a name is read whatever its case: a capital i behind a small letter is taken
	 * for an l, so PauI for Paul.
	 */
	private static String read(String name) {
		StringBuilder read = new StringBuilder();
		int before = ' ';
		for (int character : NFD.normalize(name).codePoints().toArray()) {
			int look = look(character);
			boolean isAsWritten = look == 'l' && !UCharacter.isLowerCase(before);
			read.appendCodePoint(isAsWritten ? character : look);
			before = character;
		}
		return HIDDEN_DOT.matcher(UCharacter.foldCase(read.toString(), true)).replaceAll("");
	}

	private static int look(int character) {
		if (character == CEDILLA) {
			return COMMA_BELOW;
		}
		if (!HAS_TWINS.contains(character)) {
			return character;
		}
		String look = CONFUSABLES.getSkeleton(Character.toString(character));
		if (look.equals("O")) {
			return 'o';
		}
		return (look.codePointCount(0, look.length()) == 1) ? look.codePointAt(0) : character;
	}

	private static boolean areInOneScript(String one, String other) {
		BitSet scripts = scripts(one);
		scripts.or(scripts(other));
		return scripts.cardinality() <= 1;
	}

	private static BitSet scripts(String name) {
		BitSet scripts = new BitSet();
		name.codePoints().filter(OF_A_SCRIPT::contains).forEach((letter) -> {
			int script = UScript.getScript(letter);
			boolean isKana = script == UScript.HIRAGANA || script == UScript.KATAKANA;
			scripts.set(isKana ? UScript.HAN : script);
		});
		return scripts;
	}

}
