package chat.foyer.room;

import java.util.BitSet;
import java.util.regex.Pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.util.ULocale;

/**
 * Decides which names people can mistake for each other.
 * <p>
 * The skeletons of UTS #39 alone refuse too many honest names: Maria and Marla, or カ and
 * 力, have one skeleton. People who read one script tell its letters apart, so two names
 * in one script are confusable only through single characters that look the same as
 * written, such as {@code I}, {@code l} and {@code 1}. Names that mix scripts, or are in
 * different ones, are compared by their {@link #skeleton skeleton}.
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
	 * different, and so have another {@link #skeleton skeleton}, in the other case.
	 */
	private static final UnicodeSet HAS_TWINS = new UnicodeSet(
			"[[[:Script=Latin:][:Script=Cyrillic:][:Script=Greek:][:Script=Common:]-[:Mark:]]"
					+ "[:Decimal_Number:]-[ıþҮүҽσƼɁꞵꜪꟚꞱᲄΣΛεЛꙨꚚꚍ][ىیكکڪهہەへヘՕ]]")
		.freeze();

	/**
	 * A dot above a letter that has one already is invisible.
	 */
	private static final Pattern HIDDEN_DOT = Pattern.compile("(?<=[ij])\\u0307");

	private static final UnicodeSet LATIN_OR_GREEK = new UnicodeSet("[[:Latin:][:Greek:]]").freeze();

	private static final UnicodeSet ONLY_GREEK = new UnicodeSet("[γδθλξπσςφψωΓΔΘΛΞΠΣΦΨΩ]").freeze();

	private static final UnicodeSet ASCII_LETTER = new UnicodeSet("[A-Za-z]").freeze();

	private static final UnicodeSet ASCII_DIGIT = new UnicodeSet("[0-9]").freeze();

	/**
	 * Symbols that look like ν.
	 */
	private static final Pattern NU_LIKE = Pattern.compile("[\u2228\u22C1]");

	private static final Pattern UNSEEN_DOT = Pattern.compile("(?<=[lj])\\u0307+");

	/**
	 * After two rounds another one changes nothing.
	 */
	private static final int ROUNDS = 2;

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
		return skeleton(one).equals(skeleton(other));
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

	/**
	 * Returns the look-alike key of a name: the skeleton of UTS #39, made
	 * case-insensitive. Case folding alone does not achieve that: Cyrillic В looks like B
	 * and folds to в, which looks like no Latin letter. So each letter is first replaced
	 * by the ASCII letter or digit that it, its capital or its small form looks like, in
	 * this order.
	 */
	static String skeleton(String name) {
		String key = name;
		for (int round = 0; round < ROUNDS; round++) {
			key = reduce(key);
		}
		return key;
	}

	private static String reduce(String name) {
		StringBuilder read = new StringBuilder();
		NFD.normalize(unambiguous(name)).codePoints().map(Confusables::letter).forEach(read::appendCodePoint);
		String skeleton = UCharacter.foldCase(CONFUSABLES.getSkeleton(read), true);
		// I and l are one already; w is vv as m is rn; a dot on an i is not seen.
		return UNSEEN_DOT.matcher(skeleton.replace("i", "l").replace("w", "vv")).replaceAll("");
	}

	/**
	 * Greek ν looks like v and its capital like N, so one of them has to be chosen: in a
	 * name that could be Latin what was typed, to catch the forger, else the capital, to
	 * be blind to case. In a Greek name, symbols that look like ν are read as it.
	 */
	private static String unambiguous(String name) {
		boolean isGreek = ONLY_GREEK.containsSome(name);
		if (!isGreek && LATIN_OR_GREEK.containsSome(name)) {
			return name;
		}
		return UCharacter.toUpperCase(ULocale.ROOT, isGreek ? NU_LIKE.matcher(name).replaceAll("ν") : name);
	}

	private static int letter(int character) {
		int small = UCharacter.foldCase(character, true);
		int[] forms = { character, UCharacter.toUpperCase(character), small };
		for (UnicodeSet looks : new UnicodeSet[] { ASCII_LETTER, ASCII_DIGIT }) {
			for (int form : forms) {
				String look = CONFUSABLES.getSkeleton(Character.toString(form));
				if (looks.contains(look)) {
					return Character.toLowerCase(look.charAt(0));
				}
			}
		}
		return small;
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
