package chat.foyer.entry;

import java.util.Locale;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/**
 * The colour and the letter by which people are told apart at a glance. Both come from
 * the name alone, in the same way as in the page's scripts, so that they stay the same on
 * every page.
 *
 * @param tint one of the {@value #TINTS} colours of the style sheet
 * @param initial the first character of the name
 */
record Badge(int tint, String initial) {

	static final int TINTS = 12;

	static Badge of(String name) {
		BreakIterator characters = BreakIterator.getCharacterInstance(ULocale.ROOT);
		characters.setText(name);
		String first = name.substring(0, Math.max(0, characters.next()));
		return new Badge(Math.floorMod(name.hashCode(), TINTS), first.toUpperCase(Locale.ROOT));
	}

}
