package chat.foyer.room;

import java.io.Serializable;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.room.InvalidNameException.Problem;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.text.UnicodeSetSpanner;

/**
 * The name that a guest bears in a room: at most 32 graphemes and 128 bytes of UTF-8,
 * normalised to NFKC, trimmed, with inner blanks folded.
 * <p>
 * Two usernames are equal if they are written alike. Whether people can tell them apart
 * is another question, which {@link #skeleton()} answers.
 *
 * @param value the name in its canonical form
 */
public record Username(String value) implements Serializable {

	private static final NameRules RULES = new NameRules(32, 128, UnicodeSet.EMPTY);

	private static final UnicodeSetSpanner ORNAMENTS = new UnicodeSetSpanner(
			new UnicodeSet("[^[:Letter:][:Number:]]").freeze());

	private static final Set<String> RESERVED = Stream
		.of("admin", "administrator", "channel", "everyone", "foyer", "here", "mod", "moderator", "owner", "room",
				"root", "server", "staff", "support", "system")
		.map(Skeleton::of)
		.collect(Collectors.toUnmodifiableSet());

	/**
	 * Make a username of what a person typed.
	 * @throws InvalidNameException if it cannot be one
	 */
	public Username {
		value = RULES.apply(value);
		// Ornaments do not make it another word: "@admin", "S.Y.S.T.E.M", "Admin ✅".
		if (RESERVED.contains(ORNAMENTS.deleteFrom(Skeleton.of(value)))) {
			throw new InvalidNameException(Problem.RESERVED);
		}
	}

	/**
	 * A key that is the same for names that people would mistake for each other. It is to
	 * be compared and never shown.
	 */
	public String skeleton() {
		return Skeleton.of(this.value);
	}

}
