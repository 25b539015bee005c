package chat.foyer.room;

import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.text.UnicodeSet.SpanCondition;

/**
 * The zero-width joiners that a script needs to be spelled right, as in Persian or
 * Sinhala, by the contextual rules of RFC 5892, appendices A.1 and A.2.
 */
final class Joiners {

	private static final char NON_JOINER = '\u200C';

	private static final char JOINER = '\u200D';

	private static final UnicodeSet VIRAMA = new UnicodeSet("[:Canonical_Combining_Class=Virama:]").freeze();

	private static final UnicodeSet JOINS_NEXT = new UnicodeSet("[[:Joining_Type=L:][:Joining_Type=D:]]").freeze();

	private static final UnicodeSet JOINS_PREVIOUS = new UnicodeSet("[[:Joining_Type=R:][:Joining_Type=D:]]").freeze();

	private static final UnicodeSet TRANSPARENT = new UnicodeSet("[:Joining_Type=T:]").freeze();

	private Joiners() {
	}

	/**
	 * Returns the text without these joiners; those of emoji, and stray ones, stay.
	 */
	static String withoutLegitimate(String text) {
		StringBuilder rest = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			if (!isLegitimate(text, i)) {
				rest.append(text.charAt(i));
			}
		}
		return rest.toString();
	}

	private static boolean isLegitimate(String text, int i) {
		return switch (text.charAt(i)) {
			case JOINER -> endsWith(VIRAMA, text, i);
			case NON_JOINER -> endsWith(VIRAMA, text, i) || breaksCursive(text, i);
			default -> false;
		};
	}

	private static boolean breaksCursive(String text, int i) {
		int before = TRANSPARENT.spanBack(text, i, SpanCondition.CONTAINED);
		int after = TRANSPARENT.span(text, i + 1, SpanCondition.CONTAINED);
		return endsWith(JOINS_NEXT, text, before) && after < text.length()
				&& JOINS_PREVIOUS.contains(text.codePointAt(after));
	}

	private static boolean endsWith(UnicodeSet set, String text, int end) {
		return end > 0 && set.contains(text.codePointBefore(end));
	}

}
