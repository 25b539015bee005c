package chat.foyer.room;

import java.util.HashSet;
import java.util.Set;

import com.ibm.icu.text.UnicodeSet;

/**
 * Recognises emoji that contain invisible characters (UTS #51): selectors of colour or
 * text style, joiners, and the tags of flags.
 */
final class Emoji {

	private static final String COLOUR_STYLE = "\uFE0F";

	private static final String TEXT_STYLE = "\uFE0E";

	private static final Set<String> SEQUENCES = sequences();

	private Emoji() {
	}

	static boolean isSequence(String grapheme) {
		return SEQUENCES.contains(grapheme);
	}

	private static Set<String> sequences() {
		Set<String> sequences = new HashSet<>();
		for (String emoji : new UnicodeSet("[:RGI_Emoji:]")) {
			// Many keyboards omit one or all of the selectors.
			sequences.add(emoji);
			sequences.add(emoji.replace(COLOUR_STYLE, ""));
			sequences.add(emoji.replaceFirst(COLOUR_STYLE, ""));
			sequences.add(emoji.replaceFirst(COLOUR_STYLE + "(?!.*" + COLOUR_STYLE + ")", ""));
		}
		for (String emoji : new UnicodeSet("[[:Emoji:]-[:Emoji_Component:]]")) {
			sequences.add(emoji + COLOUR_STYLE);
			sequences.add(emoji + TEXT_STYLE);
		}
		return sequences;
	}

}
