package chat.foyer.room;

import java.util.regex.Pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.util.ULocale;

/**
 * Computes look-alike keys: the skeleton of UTS #39, made case-insensitive.
 * <p>
 * Case folding alone does not achieve that: Cyrillic В looks like B and folds to в, which
 * looks like no Latin letter. So each letter is first replaced by the ASCII letter or
 * digit that it, its capital or its small form looks like, in this order.
 */
final class Skeleton {

	/**
	 * After two rounds another one changes nothing.
	 */
	private static final int ROUNDS = 2;

	private static final SpoofChecker CONFUSABLES = new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE)
		.build();

	private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

	private static final UnicodeSet LATIN_OR_GREEK = new UnicodeSet("[[:Latin:][:Greek:]]").freeze();

	private static final UnicodeSet ONLY_GREEK = new UnicodeSet("[γδθλξπσςφψωΓΔΘΛΞΠΣΦΨΩ]").freeze();

	private static final UnicodeSet ASCII_LETTER = new UnicodeSet("[A-Za-z]").freeze();

	private static final UnicodeSet ASCII_DIGIT = new UnicodeSet("[0-9]").freeze();

	/**
	 * Symbols that look like ν.
	 */
	private static final Pattern NU_LIKE = Pattern.compile("[\u2228\u22C1]");

	private static final Pattern HIDDEN_DOT = Pattern.compile("(?<=[lj])\\u0307+");

	private Skeleton() {
	}

	static String of(String name) {
		String key = name;
		for (int round = 0; round < ROUNDS; round++) {
			key = reduce(key);
		}
		return key;
	}

	private static String reduce(String name) {
		StringBuilder read = new StringBuilder();
		NFD.normalize(unambiguous(name)).codePoints().map(Skeleton::read).forEach(read::appendCodePoint);
		String skeleton = UCharacter.foldCase(CONFUSABLES.getSkeleton(read), true);
		// I and l are one already; w is vv as m is rn; a dot on an i is not seen.
		return HIDDEN_DOT.matcher(skeleton.replace("i", "l").replace("w", "vv")).replaceAll("");
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

	private static int read(int letter) {
		int small = UCharacter.foldCase(letter, true);
		int[] forms = { letter, UCharacter.toUpperCase(letter), small };
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

}
