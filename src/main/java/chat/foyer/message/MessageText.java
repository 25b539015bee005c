package chat.foyer.message;

import java.io.Serializable;
import java.util.regex.Pattern;

import chat.foyer.message.InvalidTextException.Problem;
import com.ibm.icu.text.UnicodeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a guest says, kept exactly as it was typed: something visible, at most
 * {@value #MAX_CODE_POINTS} code points, and nothing that garbles the page. Direction
 * marks and joiners stay, for right-to-left scripts and emoji need them.
 *
 * @param value the text as typed
 */
public record MessageText(String value) implements Serializable {

	/**
	 * The length of the longest text.
	 */
	public static final int MAX_CODE_POINTS = 4_000;

	/**
	 * Control characters but line feed and tab, surrogates without their half, line and
	 * paragraph separators, code points that are no characters, and the bidirectional
	 * embeddings, overrides and isolates, which could turn round what stands after them.
	 */
	private static final UnicodeSet REFUSED = new UnicodeSet(
			"[[[:Cc:]-[\\n\\t]][:Cs:][:Zl:][:Zp:]" + "[:Noncharacter_Code_Point:]\\u202A-\\u202E\\u2066-\\u2069]")
		.freeze();

	private static final UnicodeSet INVISIBLE = new UnicodeSet(
			"[[:White_Space:][:Cf:][:Default_Ignorable_Code_Point:]\\u2800\\U00013441\\U00013442\\U0001D159]")
		.freeze();

	private static final Pattern STACK_OF_MARKS = Pattern.compile("(?:\\p{M}\\p{Cf}*+){9}");

	/**
	 * Check what a person typed.
	 * @throws InvalidTextException if it cannot be said
	 */
	public MessageText {
		Problem problem = problemOf(value);
		if (problem != null) {
			throw new InvalidTextException(problem);
		}
	}

	private static @Nullable Problem problemOf(@Nullable String typed) {
		if (typed == null || typed.isEmpty()) {
			return Problem.EMPTY;
		}
		if (typed.codePointCount(0, typed.length()) > MAX_CODE_POINTS) {
			return Problem.TOO_LARGE;
		}
		if (REFUSED.containsSome(typed) || STACK_OF_MARKS.matcher(typed).find()) {
			return Problem.CHARACTERS;
		}
		return INVISIBLE.containsAll(typed) ? Problem.EMPTY : null;
	}

	/**
	 * The size only, for what people say does not belong in a log.
	 */
	@Override
	public String toString() {
		return "MessageText[length=" + this.value.length() + "]";
	}

}
