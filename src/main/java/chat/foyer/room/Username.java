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
 * @param value the name in its canonical form. The constructor trusts it, since stored
 * names stay valid when the rules for new ones change; what a person typed goes through
 * {@link #of}
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
	 * Makes a username of what a person typed.
	 * @param typed what was typed
	 * @return the username
	 * @throws InvalidNameException if it cannot be one
	 */
	public static Username of(String typed) {
		Username username = new Username(RULES.apply(typed));
		// Ornaments do not make it another word: "@admin", "S.Y.S.T.E.M", "Admin ✅".
		if (RESERVED.contains(ORNAMENTS.deleteFrom(username.skeleton()))) {
			throw new InvalidNameException(Problem.RESERVED);
		}
		return username;
	}

	/**
	 * A key that is the same for names that people would mistake for each other. It is to
	 * be compared and never shown.
	 */
	public String skeleton() {
		return Skeleton.of(this.value);
	}

}
