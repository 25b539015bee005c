package chat.foyer.message;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * The message that another one replies to, in its current state.
 *
 * @param seq its number
 * @param author the username of its author; absent if the message was purged
 * @param text the beginning of its text in one line, or the name of its first file if it
 * has no text, at most {@value #MAX_CHARACTERS} characters; absent if it was deleted or
 * purged
 * @param deleted whether it was deleted or purged
 */
@JsonInclude(Include.NON_NULL)
public record Quote(long seq, @Nullable String author, @Nullable String text,
		@JsonInclude(Include.NON_DEFAULT) boolean deleted) {

	static final int MAX_CHARACTERS = 120;

	/**
	 * Quotes a message.
	 */
	public static Quote of(Event message) {
		return of(message.seq(), message.author(), message.text(), message.files());
	}

	/**
	 * Quotes a message.
	 * @param text its whole text; null if it was deleted
	 * @param files its files; null if it has none
	 */
	static Quote of(long seq, String author, @Nullable String text, @Nullable List<AttachedFile> files) {
		if (text == null) {
			return new Quote(seq, author, null, true);
		}
		String shown = (text.isEmpty() && files != null) ? files.get(0).name() : text;
		return new Quote(seq, author, shorten(shown), false);
	}

	/**
	 * Quotes a message that was purged.
	 */
	static Quote purged(long seq) {
		return new Quote(seq, null, null, true);
	}

	private static String shorten(String text) {
		String line = text.strip().replaceAll("\\s+", " ");
		if (line.codePointCount(0, line.length()) <= MAX_CHARACTERS) {
			return line;
		}
		return line.substring(0, line.offsetByCodePoints(0, MAX_CHARACTERS - 1)).stripTrailing() + "\u2026";
	}

}
