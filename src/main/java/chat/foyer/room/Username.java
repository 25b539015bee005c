package chat.foyer.room;

import java.io.Serializable;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.room.InvalidNameException.Problem;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.text.UnicodeSetSpanner;

/**
 * The name that a guest bears in a room: at most 32 graphemes and 128 bytes of UTF-8,
 * normalised to NFKC, trimmed, with inner blanks folded.
 * <p>
 * Two usernames are equal if they are written alike. Whether both may be in one room is
 * another question, which {@link #resembles} answers.
 *
 * @param value the name in its canonical form. The constructor trusts it, since stored
 * names stay valid when the rules for new ones change; what a person typed goes through
 * {@link #of}
 */
public record Username(String value) implements Serializable {

	private static final NameRules RULES = new NameRules(32, 128, UnicodeSet.EMPTY);

	private static final UnicodeSetSpanner ORNAMENTS = new UnicodeSetSpanner(
			new UnicodeSet("[^[:Letter:][:Number:]]").freeze());

	private static final Pattern BLANK = Pattern.compile(" ");

	private static final Set<String> RESERVED = Set.of("admin", "administrator", "channel", "everyone", "foyer", "here",
			"mod", "moderator", "owner", "room", "root", "server", "staff", "support", "system");

	private static final Set<String> RESERVED_LATIN = reserved(Username::latin);

	private static final Set<String> RESERVED_SKELETONS = reserved(Skeleton::of);

	/**
	 * Makes a username of what a person typed.
	 * @param typed what was typed
	 * @return the username
	 * @throws InvalidNameException if it cannot be one
	 */
	public static Username of(String typed) {
		Username username = new Username(RULES.apply(typed));
		if (username.isReserved()) {
			throw new InvalidNameException(Problem.RESERVED);
		}
		return username;
	}

	/**
	 * A key that is the same for names that differ in case and compatible characters
	 * only. It is to be compared and never shown.
	 */
	public String folded() {
		return RULES.fold(this.value);
	}

	/**
	 * The look-alike key of UTS #39, blind to case. It is the same for all names that
	 * {@link #resembles resemble} each other without being equal when folded, and for
	 * others too.
	 */
	public String skeleton() {
		return Skeleton.of(this.value);
	}

	/**
	 * The letter that stands for the name where there is room for one only: its first
	 * letter or digit in upper case, with the marks that belong to it; the first
	 * character of a name without letters and digits, such as one of emoji.
	 */
	public String initial() {
		return RULES.initial(this.value);
	}

	/**
	 * Whether people would mistake this name for another, so that both cannot be in one
	 * room: they are equal when {@link #folded}, or look alike. Symmetric.
	 */
	public boolean resembles(Username other) {
		return folded().equals(other.folded()) || Confusables.areConfusable(this.value, other.value);
	}

	/**
	 * Whether it can be taken for a reserved word, by the rule of {@link #resembles},
	 * with accents and digits in the place of letters seen through as well. Ornaments do
	 * not make it another word ("@admin", "S.Y.S.T.E.M", "Admin ✅"), but a blank does
	 * ("Mo D"), unless it stands behind each letter.
	 */
	private boolean isReserved() {
		String[] words = BLANK.split(this.value);
		boolean isSpaced = Stream.of(words).allMatch((word) -> word.codePointCount(0, word.length()) == 1);
		if (!isSpaced && Stream.of(words).filter((word) -> !ORNAMENTS.deleteFrom(word).isEmpty()).count() > 1) {
			return false;
		}
		return Confusables.isLatin(this.value) ? RESERVED_LATIN.contains(latin(this.value))
				: RESERVED_SKELETONS.contains(ORNAMENTS.deleteFrom(Skeleton.of(this.value)));
	}

	private static String latin(String name) {
		String letters = Normalizer2.getNFDInstance().normalize(RULES.fold(Confusables.written(name)));
		return ORNAMENTS.deleteFrom(letters).replace('i', 'l');
	}

	private static Set<String> reserved(UnaryOperator<String> key) {
		return RESERVED.stream().map(key).collect(Collectors.toUnmodifiableSet());
	}

}
