package chat.foyer.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

import chat.foyer.message.InvalidTextException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded file that a message is sent with.
 *
 * @param id the id of the file in the room
 * @param alt what the sender says of it for those who do not see it; null if nothing
 */
public record SentFile(String id, @Nullable String alt) {

	/**
	 * How many files a message may have.
	 */
	public static final int MAX_FILES = 10;

	/**
	 * Cleans the alternative text as the text of a message.
	 * @throws InvalidTextException if it is too long or has a lone surrogate
	 */
	public SentFile {
		alt = (alt != null) ? clean(alt) : null;
	}

	/**
	 * Reads the files that a message is sent with.
	 * @param ids the ids of the files; null for none
	 * @param alts their alternative texts in the same order, empty for none; null if no
	 * file has one
	 * @throws InvalidTextException if there are too many files, if one is named twice, if
	 * there are more texts than files, or if a text is invalid
	 */
	public static List<SentFile> of(@Nullable List<@Nullable String> ids, @Nullable List<@Nullable String> alts) {
		List<@Nullable String> named = Objects.requireNonNullElse(ids, List.of());
		List<@Nullable String> described = Objects.requireNonNullElse(alts, List.of());
		boolean isMalformed = named.stream().anyMatch(Objects::isNull) || new HashSet<>(named).size() < named.size();
		if (isMalformed || named.size() > MAX_FILES || described.size() > named.size()) {
			throw new InvalidTextException(Problem.CHARACTERS);
		}
		List<SentFile> files = new ArrayList<>(named.size());
		for (int i = 0; i < named.size(); i++) {
			files.add(new SentFile(Objects.requireNonNull(named.get(i)),
					(i < described.size()) ? described.get(i) : null));
		}
		return files;
	}

	private static @Nullable String clean(String typed) {
		try {
			return MessageText.of(typed, AttachedFile.MAX_ALT_CHARACTERS).value();
		}
		catch (InvalidTextException ex) {
			if (ex.problem() == Problem.EMPTY) {
				return null;
			}
			throw ex;
		}
	}

}
