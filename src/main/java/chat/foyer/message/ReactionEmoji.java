package chat.foyer.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.ibm.icu.text.UnicodeSet;

/**
 * An emoji that is recommended for general interchange (RGI, UTS #51), fully qualified:
 * with all its selectors of emoji style, which many keyboards omit.
 *
 * @param value the emoji, 1 to 40 characters
 */
public record ReactionEmoji(String value) {

	/**
	 * Common ones, which a guest is offered first.
	 */
	public static final List<String> COMMON = List.of("\uD83D\uDC4D", "\u2764\uFE0F", "\uD83D\uDE02", "\uD83C\uDF89",
			"\uD83D\uDE4F", "\uD83D\uDE2E");

	private static final String EMOJI_STYLE = "\uFE0F";

	private static final Map<String, String> QUALIFIED = qualified();

	/**
	 * Recognises an emoji, with or without selectors of emoji style.
	 * @return empty for any other text
	 */
	public static Optional<ReactionEmoji> parse(String text) {
		return Optional.ofNullable(QUALIFIED.get(text.replace(EMOJI_STYLE, ""))).map(ReactionEmoji::new);
	}

	/**
	 * The emoji that a client sent, with or without selectors of emoji style.
	 * @throws InvalidTextException if the text is no emoji
	 */
	public static ReactionEmoji of(String text) {
		return parse(text).orElseThrow(() -> new InvalidTextException(InvalidTextException.Problem.CHARACTERS));
	}

	private static Map<String, String> qualified() {
		Map<String, String> qualified = new HashMap<>();
		for (String emoji : new UnicodeSet("[:RGI_Emoji:]")) {
			qualified.put(emoji.replace(EMOJI_STYLE, ""), emoji);
		}
		return Map.copyOf(qualified);
	}

}
