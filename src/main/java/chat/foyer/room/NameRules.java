package chat.foyer.room;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import chat.foyer.room.InvalidNameException.Problem;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.text.UnicodeSetSpanner;
import com.ibm.icu.text.UnicodeSetSpanner.CountMethod;
import com.ibm.icu.util.ULocale;
import org.jspecify.annotations.Nullable;

/**
 * The rules for all names, after the nickname profile of PRECIS (RFC 8266): normalised to
 * NFKC, trimmed, inner blanks folded, and made of visible characters. Invisible ones are
 * dropped at the edges and refused inside. Emoji keep the joiners and selectors that they
 * are written with.
 */
final class NameRules {

	private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

	/**
	 * White space, controls and characters that only format, such as the direction marks
	 * and the byte order mark that surround pasted text. The tags at the end of a flag
	 * stay.
	 */
	private static final UnicodeSetSpanner EDGES = new UnicodeSetSpanner(new UnicodeSet(
			"[[:White_Space:][:Cc:][[:Cf:]&[:Default_Ignorable_Code_Point:]-[\\U000E0020-\\U000E007F]]\\uFFF9-\\uFFFB]")
		.freeze());

	private static final UnicodeSetSpanner BLANKS = new UnicodeSetSpanner(new UnicodeSet("[:Zs:]").freeze());

	/**
	 * All but the general categories "other" (control, format, unassigned, private use,
	 * surrogate) and "separator", what fonts leave out, and what they draw as nothing or
	 * as a broken character.
	 */
	private static final UnicodeSet VISIBLE = new UnicodeSet(
			"[\\u0020 [^[:C:][:Z:][:Default_Ignorable_Code_Point:]\\u2800\\uFFFC\\uFFFD\\U00013441\\U00013442\\U0001D159]]")
		.freeze();

	private static final UnicodeSet MEANINGFUL = new UnicodeSet(
			"[[:Letter:][:Number:][:Extended_Pictographic:][:Regional_Indicator:]\\u20E3]")
		.freeze();

	private static final UnicodeSet MARKS = new UnicodeSet("[:Mark:]").freeze();

	private static final Pattern STACK_OF_MARKS = Pattern.compile("(?:\\p{M}\\p{Cf}*+){9}");

	private static final Pattern ASCII_INITIAL = Pattern.compile("[A-Za-z0-9](?![^\\x00-\\x7F])");

	private final int maxGraphemes;

	private final int maxBytes;

	private final UnicodeSet refused;

	NameRules(int maxGraphemes, int maxBytes, UnicodeSet refused) {
		this.maxGraphemes = maxGraphemes;
		this.maxBytes = maxBytes;
		this.refused = refused;
	}

	/**
	 * Returns the canonical form of a name for a new seat or room.
	 * @param typed what a person typed; {@code null} counts as empty
	 * @throws InvalidNameException if it has none
	 */
	String apply(@Nullable String typed) {
		String name = normalize((typed != null) ? typed : "");
		if (isTooLong(name)) {
			throw new InvalidNameException(Problem.TOO_LONG);
		}
		return requireReadable(name);
	}

	/**
	 * Returns the canonical form of a name that may be stored already. Its length is not
	 * limited again: a stored name stays in use when the limits for new ones change.
	 * @param spelling any spelling of the name
	 * @throws InvalidNameException if it is blank or has characters that no name has
	 */
	String applyToExisting(String spelling) {
		return requireReadable(normalize(spelling));
	}

	/**
	 * Returns the key that all names have in common that differ only in case and
	 * compatible characters: case-folded and normalised to NFKC, with the small form of a
	 * Turkish capital I with a dot as a plain i. Folding a folded name changes nothing.
	 * @param name a name in its canonical form
	 */
	String fold(String name) {
		// Twice, since normalising may uncover capitals, and folding single accents.
		return foldOnce(foldOnce(name));
	}

	/**
	 * Returns the first grapheme that begins with a letter or a digit, in upper case, or
	 * else the first grapheme.
	 * @param name a name in its canonical form
	 */
	String initial(String name) {
		// Fast path for most names: each line of a room shows an initial.
		if (ASCII_INITIAL.matcher(name).lookingAt()) {
			return name.substring(0, 1).toUpperCase(Locale.ROOT);
		}
		List<String> graphemes = graphemes(name);
		String first = graphemes.isEmpty() ? "" : graphemes.get(0);
		String initial = graphemes.stream()
			.filter((grapheme) -> Character.isLetterOrDigit(grapheme.codePointAt(0)))
			.findFirst()
			.orElse(first);
		String upper = initial.toUpperCase(Locale.ROOT);
		// The capital of a sharp s is two letters.
		return (graphemes(upper).size() <= 1) ? upper : initial;
	}

	private static String foldOnce(String name) {
		return NFKC.normalize(UCharacter.foldCase(name, true).replace("i\u0307", "i"));
	}

	private String normalize(String typed) {
		// Normalising is slow and may lengthen the text. No name is this long.
		if (typed.length() > 4 * this.maxBytes) {
			throw new InvalidNameException(Problem.TOO_LONG);
		}
		String name = BLANKS.replaceFrom(EDGES.trim(NFKC.normalize(typed)), " ", CountMethod.WHOLE_SPAN);
		if (name.isEmpty()) {
			throw new InvalidNameException(Problem.BLANK);
		}
		return name;
	}

	private boolean isTooLong(String name) {
		return name.getBytes(StandardCharsets.UTF_8).length > this.maxBytes
				|| graphemes(name).size() > this.maxGraphemes;
	}

	private String requireReadable(String name) {
		if (!isReadable(name) || this.refused.containsSome(name)) {
			throw new InvalidNameException(Problem.CHARACTERS);
		}
		return name;
	}

	private static boolean isReadable(String name) {
		return MEANINGFUL.containsSome(name) && !MARKS.contains(name.codePointAt(0))
				&& !STACK_OF_MARKS.matcher(name).find() && graphemes(Joiners.withoutLegitimate(name)).stream()
					.allMatch((grapheme) -> VISIBLE.containsAll(grapheme) || Emoji.isSequence(grapheme));
	}

	/**
	 * Splits a name into extended grapheme clusters (UAX #29).
	 */
	private static List<String> graphemes(String name) {
		BreakIterator breaks = BreakIterator.getCharacterInstance(ULocale.ROOT);
		breaks.setText(name);
		List<String> graphemes = new ArrayList<>();
		int start = breaks.first();
		for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
			graphemes.add(name.substring(start, end));
			start = end;
		}
		return graphemes;
	}

}
