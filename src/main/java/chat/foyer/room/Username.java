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
 * The name that a guest has in a room: at most 32 graphemes and 128 bytes of UTF-8,
 * normalised to NFKC, trimmed, with inner blanks folded.
 * <p>
 * Two usernames are equal if they have the same characters. {@link #resembles} tells
 * whether they exclude each other from one room.
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

	private static final Set<String> RESERVED_SKELETONS = reserved(Confusables::skeleton);

	/**
	 * Returns the username that a person typed.
	 * @param typed what was typed
	 * @return the username
	 * @throws InvalidNameException if the rules refuse it
	 */
	public static Username of(String typed) {
		Username username = new Username(RULES.apply(typed));
		if (username.isReserved()) {
			throw new InvalidNameException(Problem.RESERVED);
		}
		return username;
	}

	/**
	 * A key that is the same for names that differ only in case and compatible
	 * characters. It is only compared, never shown.
	 */
	public String folded() {
		return RULES.fold(this.value);
	}

	/**
	 * The case-insensitive look-alike key of UTS #39. All names that {@link #resembles
	 * resemble} each other without being equal when folded share it, and so do some that
	 * do not.
	 */
	public String skeleton() {
		return Confusables.skeleton(this.value);
	}

	/**
	 * The letter on the guest's avatar: the first letter or digit in upper case, with its
	 * marks, or else the first character.
	 */
	public String initial() {
		return RULES.initial(this.value);
	}

	/**
	 * Whether people would mistake this name for the other one, so that only one of them
	 * can be in a room: they are equal when {@link #folded}, or look alike. Symmetric.
	 */
	public boolean resembles(Username other) {
		return folded().equals(other.folded()) || Confusables.areConfusable(this.value, other.value);
	}

	/**
	 * Whether it can be mistaken for a reserved word, by the rule of {@link #resembles}
	 * and also with accents or with digits instead of letters. Ornaments are ignored
	 * ("@admin", "S.Y.S.T.E.M", "Admin ✅"). A blank makes it another word ("Mo D"),
	 * unless there is one after each letter.
	 */
	private boolean isReserved() {
		String[] words = BLANK.split(this.value);
		boolean isSpaced = Stream.of(words).allMatch((word) -> word.codePointCount(0, word.length()) == 1);
		if (!isSpaced && Stream.of(words).filter((word) -> !ORNAMENTS.deleteFrom(word).isEmpty()).count() > 1) {
			return false;
		}
		return Confusables.isLatin(this.value) ? RESERVED_LATIN.contains(latin(this.value))
				: RESERVED_SKELETONS.contains(ORNAMENTS.deleteFrom(Confusables.skeleton(this.value)));
	}

	private static String latin(String name) {
		String letters = Normalizer2.getNFDInstance().normalize(RULES.fold(Confusables.written(name)));
		return ORNAMENTS.deleteFrom(letters).replace('i', 'l');
	}

	private static Set<String> reserved(UnaryOperator<String> key) {
		return RESERVED.stream().map(key).collect(Collectors.toUnmodifiableSet());
	}

}
