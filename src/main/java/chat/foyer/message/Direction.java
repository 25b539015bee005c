package chat.foyer.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterDirection;

/**
 * The direction of a line of text: that of its first strong character, as in rules P2 and
 * P3 of the Unicode Bidirectional Algorithm (UAX #9). Characters inside of isolates do
 * not count: neither those of isolating elements, nor those between an isolate initiator
 * and its end.
 */
enum Direction {

	/**
	 * The line has no strong character: it takes the direction of what is around it.
	 */
	NONE,

	LTR,

	RTL;

	private static final Set<String> ISOLATING = Set.of("a", "bdi", "code", "span");

	/**
	 * The value of the attribute {@code dir}.
	 */
	String attribute() {
		return " dir=\"" + ((this == RTL) ? "rtl" : "ltr") + "\"";
	}

	/**
	 * This direction, or another one where there is none.
	 */
	Direction or(Direction other) {
		return (this == NONE) ? other : this;
	}

	/**
	 * The direction of each line of a paragraph.
	 * @param html as {@link InlineRenderer} makes it
	 */
	static List<Direction> ofLines(CharSequence html) {
		List<Direction> directions = new ArrayList<>();
		Direction direction = NONE;
		int elements = 0;
		int isolates = 0;
		for (int at = 0; at < html.length(); at++) {
			char character = html.charAt(at);
			if (character == '\n') {
				directions.add(direction);
				direction = NONE;
				isolates = 0;
			}
			else if (character == '<') {
				boolean isEnd = html.charAt(at + 1) == '/';
				int start = at + (isEnd ? 2 : 1);
				at = indexOf('>', html, start);
				elements += isIsolating(html, start) ? (isEnd ? -1 : 1) : 0;
			}
			else if (character == '&') {
				at = indexOf(';', html, at);
			}
			else if (direction == NONE && elements == 0) {
				int codePoint = Character.codePointAt(html, at);
				at += Character.charCount(codePoint) - 1;
				switch (UCharacter.getDirection(codePoint)) {
					case UCharacterDirection.LEFT_TO_RIGHT -> direction = (isolates == 0) ? LTR : NONE;
					case UCharacterDirection.RIGHT_TO_LEFT, UCharacterDirection.RIGHT_TO_LEFT_ARABIC ->
						direction = (isolates == 0) ? RTL : NONE;
					case UCharacterDirection.LEFT_TO_RIGHT_ISOLATE, UCharacterDirection.RIGHT_TO_LEFT_ISOLATE,
							UCharacterDirection.FIRST_STRONG_ISOLATE ->
						isolates++;
					case UCharacterDirection.POP_DIRECTIONAL_ISOLATE -> isolates = Math.max(0, isolates - 1);
					default -> {
						// Weak or neutral.
					}
				}
			}
		}
		directions.add(direction);
		return directions;
	}

	private static int indexOf(char end, CharSequence html, int from) {
		int at = from;
		while (html.charAt(at) != end) {
			at++;
		}
		return at;
	}

	private static boolean isIsolating(CharSequence html, int start) {
		int end = start;
		while (Character.isLetter(html.charAt(end))) {
			end++;
		}
		return ISOLATING.contains(html.subSequence(start, end).toString());
	}

}
