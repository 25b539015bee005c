package chat.foyer.message;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds the mentions in the text of a message, so that the renderer can isolate them from
 * the direction of the surrounding text. {@link Mention} decides whether a rendered
 * message mentions a reader.
 *
 * <p>
 * A mention of a guest in the room ends with the longest matching username, any other
 * mention with its word.
 *
 * <p>
 * Not thread-safe: serves one message, or messages that are rendered one after the other.
 */
final class MentionScanner {

	/**
	 * Letters, digits and emoji, with their modifiers.
	 */
	private static final String LETTER = "\\p{L}\\p{N}\\p{So}\\x{1F3FB}-\\x{1F3FF}";

	private static final String NAME = "[" + LETTER + "][" + LETTER + "\\p{M}_\\u200C\\u200D]*+";

	private static final Pattern WORD = Pattern
		.compile(NAME + "(?:(?:[-\\u00B7\\u2010\\u2011'\\u2019]|\\.(?=[\\p{Ll}\\p{N}]))" + NAME + ")*+");

	private static final String MARKS = "*~`";

	/**
	 * No name begins with a blank, the end of the text or an address.
	 */
	private static final Pattern NO_NAME = Pattern.compile("[\\s\\p{Z}]|\\z|(?i:www\\.|https?://)");

	private final Supplier<? extends Collection<String>> usernames;

	/**
	 * The folded names, and whether each is {@linkplain Mention#isSetApart set apart}.
	 */
	private @Nullable NavigableMap<String, Boolean> names;

	/**
	 * @param usernames supplies the usernames in the room; called at the first mention
	 */
	MentionScanner(Supplier<? extends Collection<String>> usernames) {
		this.usernames = usernames;
	}

	/**
	 * Returns a scanner that knows no usernames.
	 */
	static MentionScanner withoutNames() {
		return new MentionScanner(List::of);
	}

	/**
	 * Finds the end of a mention.
	 * @param sign the index of an {@code @}
	 * @return the index behind the mention, or {@code sign} if none begins there
	 */
	int end(String text, int sign) {
		int start = sign + 1;
		if (at(NO_NAME, text, start).lookingAt() || !Mention.mayBeginAt(text, sign)) {
			return sign;
		}
		Matcher word = at(WORD, text, start);
		int end = Math.max(word.lookingAt() ? word.end() : start, endOfName(text, start));
		return (end > start) ? end : sign;
	}

	private int endOfName(String text, int start) {
		NavigableMap<String, Boolean> known = names();
		StringBuilder folded = new StringBuilder();
		int longest = start;
		for (int at = start; at < text.length() && MARKS.indexOf(text.charAt(at)) < 0;) {
			int length = folded.length();
			at = FoldedName.append(folded, text, at);
			String read = folded.toString();
			Map.Entry<String, Boolean> next = known.ceilingEntry(read);
			if (next == null || !next.getKey().startsWith(read)) {
				break;
			}
			boolean isWhole = length < read.length() && next.getKey().equals(read);
			if (isWhole && Mention.mayEndAt(text, at, next.getValue())) {
				longest = at;
			}
		}
		return longest;
	}

	private NavigableMap<String, Boolean> names() {
		if (this.names == null) {
			NavigableMap<String, Boolean> known = new TreeMap<>();
			this.usernames.get().forEach((name) -> known.put(FoldedName.of(name).value(), Mention.isSetApart(name)));
			this.names = known;
		}
		return this.names;
	}

	private static Matcher at(Pattern pattern, String text, int start) {
		return pattern.matcher(text).region(start, text.length());
	}

}
