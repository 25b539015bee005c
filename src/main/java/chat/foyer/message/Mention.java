package chat.foyer.message;

import java.util.regex.Pattern;

import chat.foyer.room.Username;

/**
 * Finds where somebody is named in a text: by an {@code @} and the whole name, in capital
 * letters or not. The page finds them in the same way.
 */
final class Mention {

	private final Pattern pattern;

	Mention(Username username) {
		this.pattern = Pattern.compile(
				"(?<![\\p{L}\\p{N}_@])@" + Pattern.quote(username.value()) + "(?![\\p{L}\\p{N}_])",
				Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
	}

	boolean isIn(String text) {
		return this.pattern.matcher(text).find();
	}

}
