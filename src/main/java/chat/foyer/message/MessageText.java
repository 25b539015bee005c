package chat.foyer.message;

import java.io.Serializable;
import java.util.regex.Pattern;

import chat.foyer.message.InvalidTextException.Problem;
import com.ibm.icu.text.UnicodeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a guest says, kept exactly as it was typed: something visible, and nothing that
 * garbles the page. Direction marks and joiners stay, for right-to-left scripts and emoji
 * need them.
 *
 * @param value the text as typed
 */
public record MessageText(String value) implements Serializable {

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

	/**
	 * Check what a person typed, its length first.
	 * @param most the most code points that it may have
	 * @throws InvalidTextException if it cannot be said
	 */
	public static MessageText of(String typed, int most) {
		if (typed.codePointCount(0, typed.length()) > most) {
			throw new InvalidTextException(Problem.TOO_LARGE);
		}
		return new MessageText(typed);
	}

	private static @Nullable Problem problemOf(@Nullable String typed) {
		if (typed == null || typed.isEmpty()) {
			return Problem.EMPTY;
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
