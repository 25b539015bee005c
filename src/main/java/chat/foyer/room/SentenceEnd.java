package chat.foyer.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.BidiPairedBracketType;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.UnicodeSet;

/**
 * Removes the punctuation behind a name or an address that was copied from the end of a
 * sentence, in any script: "Come to lobby." names "lobby". A closing bracket stays if the
 * name has its opening bracket.
 */
public final class SentenceEnd {

	private static final UnicodeSet PUNCTUATION = new UnicodeSet(
			"[[:Terminal_Punctuation:][:Close_Punctuation:][:Quotation_Mark:]\\u2026\\u22EF>*\\uFF1E\\uFF0A]")
		.freeze();

	/**
	 * No address of the server is longer.
	 */
	private static final int MAX_LENGTH = 2_048;

	private SentenceEnd() {
	}

	/**
	 * Removes the punctuation at the end.
	 * @return the rest; empty if there was no punctuation, or nothing else
	 */
	public static Optional<String> cut(String text) {
		List<String> shorter = shorten(text);
		return shorter.isEmpty() ? Optional.empty() : Optional.of(shorter.get(shorter.size() - 1));
	}

	/**
	 * Returns the rooms that a name may mean without some or all of the punctuation at
	 * its end, the longest name first.
	 */
	public static List<RoomName> roomsWithout(String name) {
		List<RoomName> rooms = new ArrayList<>();
		for (String shorter : shorten(name)) {
			try {
				rooms.add(RoomName.of(shorter));
			}
			catch (InvalidNameException ex) {
				// A shorter one may be a name.
			}
		}
		return rooms;
	}

	private static List<String> shorten(String text) {
		if (text.length() > MAX_LENGTH) {
			return List.of();
		}
		List<String> shorter = new ArrayList<>();
		String rest = text.strip();
		while (!rest.isEmpty()) {
			int last = rest.codePointBefore(rest.length());
			rest = rest.substring(0, rest.length() - Character.charCount(last)).strip();
			if (!PUNCTUATION.contains(last) || isClosed(rest, last)) {
				return shorter;
			}
			if (rest.isEmpty()) {
				return List.of();
			}
			shorter.add(rest);
		}
		return List.of();
	}

	/**
	 * Whether a character closes a bracket that is open at the end of a text.
	 */
	private static boolean isClosed(String text, int last) {
		if (UCharacter.getIntPropertyValue(last, UProperty.BIDI_PAIRED_BRACKET_TYPE) != BidiPairedBracketType.CLOSE) {
			return false;
		}
		int opening = UCharacter.getBidiPairedBracket(last);
		long opened = text.codePoints().filter((character) -> character == opening).count();
		return opened > text.codePoints().filter((character) -> character == last).count();
	}

}
