package chat.foyer.message;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.unbescape.html.HtmlEscape;

/**
 * Decides whether a message mentions a reader: by an {@code @} and the reader's name.
 *
 * <ul>
 * <li>Names are compared in their {@linkplain FoldedName folded form}.</li>
 * <li>The longest name that is here wins: beside an "Ann 2", {@code @Ann 2} does not call
 * Ann.</li>
 * <li>The name has to end where it ends in the text: {@code @Anne}, {@code @Ann-Marie}
 * and {@code @Ann.example} do not call Ann; {@code @Ann's} and {@code _@Ann_} do. Scripts
 * that put no blanks between words need none around a mention.</li>
 * <li>Code and addresses have no mentions.</li>
 * </ul>
 *
 * <p>
 * It looks at the rendered message, so that code is what readers see as code. The page
 * follows the same rules ({@code mention.js}). Thread-safe.
 */
public final class Mention {

	private static final Pattern SIGN = Pattern.compile("[@\\uFF20\\uFE6B]");

	private static final Pattern SILENT = Pattern.compile("<(code|pre|a)\\b.*?</\\1>", Pattern.DOTALL);

	private static final Pattern INLINE_TAG = Pattern.compile("</?(?:em|strong|del|span|bdi)\\b[^>]*>");

	private static final Pattern OTHER_TAG = Pattern.compile("<[^>]*>");

	/**
	 * Scripts that are written without blanks, or in which particles follow a name
	 * without one, and the sign that lengthens Kana.
	 */
	private static final String UNSPACED = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\u30FC\\uFF70\\p{IsBopomofo}"
			+ "\\p{IsHangul}\\p{IsYi}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}\\p{IsTibetan}";

	private static final String ATTACHED = "[\\p{M}\\p{Cf}]*";

	private static final String NO_BLANK = "[^\\s\\p{Z}@]";

	private static final String LETTER = "[\\p{L}\\p{N}]";

	private static final String SPACED_LETTER = "[\\p{L}\\p{N}&&[^" + UNSPACED + "]]";

	/**
	 * The text before an {@code @} inside a word or an address. Underscores belong to the
	 * letter before them. A slash belongs to a path after a dot, a colon, a tilde or
	 * another slash, and at the beginning of a word.
	 */
	private static final Pattern INSIDE_A_WORD = Pattern.compile("(?:" + SPACED_LETTER + ATTACHED
			+ "_*|[@\\uFF20\\uFE6B\\\\]|(?:^|[\\s\\p{Z}])(?:" + NO_BLANK + "*[.:~/\\\\]" + NO_BLANK + "*)?/)\\z");

	/**
	 * A full stop without a blank behind it ends a sentence if the next word could begin
	 * one, and if a blank follows that word: {@code @Ann.Are you there}.
	 */
	private static final String NEXT_SENTENCE = "(?:[" + UNSPACED
			+ "]|[\\p{Lu}\\p{Lt}\\p{Lo}][\\p{L}\\p{M}'\\u2019]*[\\s\\p{Z}])";

	/**
	 * The continuation of a longer name or an address. After a dash other than a hyphen
	 * it is a capital. After an apostrophe, small letters and up to three capitals are a
	 * suffix of the name.
	 */
	private static final Pattern GOES_ON = Pattern
		.compile(ATTACHED + "(?:_+" + LETTER + "|[-\\u00B7\\u05BE\\u2010\\u2011\\u2027\\u2212\\u30FB\\uFF0D\\uFF65]_*"
				+ LETTER + "|\\._*(?!" + NEXT_SENTENCE + ")" + LETTER + "|[\\u2012\\u2013][\\p{Lu}\\p{Lt}\\p{N}]"
				+ "|['\\u2018\\u2019\\u02BC\\uFF07][\\p{Lu}\\p{Lt}](?:[\\p{Ll}\\p{M}]|\\p{L}{3})|@" + NO_BLANK + "*\\."
				+ LETTER + ")");

	private static final Pattern LETTER_FOLLOWS = Pattern.compile(ATTACHED + SPACED_LETTER);

	/**
	 * The end of a name that no letter can lengthen.
	 */
	private static final Pattern SET_APART = Pattern.compile("[" + UNSPACED + "\\p{So}\\p{Sk}]" + ATTACHED + "\\z");

	private static final int WINDOW = 64;

	private final Name reader;

	private final List<Name> longerNames;

	/**
	 * @param reader the reader's username
	 * @param here the usernames that are here; the reader's own may be among them
	 */
	Mention(String reader, Collection<String> here) {
		this.reader = Name.of(reader);
		this.longerNames = longerNames(reader, here).stream().map(Name::of).toList();
	}

	/**
	 * Returns the names that begin with a name and go on. Where one of them stands, it
	 * wins over the shorter name.
	 */
	public static List<String> longerNames(String name, Collection<String> here) {
		FoldedName folded = FoldedName.of(name);
		return here.stream().filter((other) -> FoldedName.of(other).extendsName(folded)).toList();
	}

	/**
	 * Whether a message may have a mention: a quick check before it is rendered.
	 * @param text the text of the message
	 */
	static boolean isPossibleIn(String text) {
		return SIGN.matcher(text).find();
	}

	/**
	 * Whether a message may call the reader: a quick check before it is rendered.
	 * @param text the text of the message
	 */
	boolean mayBeIn(String text) {
		return SIGN.matcher(text).results().anyMatch((sign) -> this.reader.folded().endIn(text, sign.end()) >= 0);
	}

	/**
	 * Whether a message calls the reader.
	 * @param html the rendered message
	 */
	boolean isIn(String html) {
		String text = callingText(html);
		return SIGN.matcher(text).results().anyMatch((sign) -> calls(text, sign.start()));
	}

	/**
	 * The visible text, with a placeholder (U+FFFC) for each piece of code and each link.
	 */
	private static String callingText(String html) {
		String spoken = SILENT.matcher(html).replaceAll("\uFFFC");
		String lines = OTHER_TAG.matcher(INLINE_TAG.matcher(spoken).replaceAll("")).replaceAll("\n");
		return HtmlEscape.unescapeHtml(lines);
	}

	private boolean calls(String text, int sign) {
		return this.reader.standsIn(text, sign + 1)
				&& this.longerNames.stream().noneMatch((longer) -> longer.standsIn(text, sign + 1))
				&& mayBeginAt(text, sign);
	}

	/**
	 * Whether a mention may begin with a sign: not inside of a word or an address.
	 */
	static boolean mayBeginAt(String text, int sign) {
		return !INSIDE_A_WORD.matcher(text.substring(Math.max(0, sign - WINDOW), sign)).find();
	}

	/**
	 * Whether a name may end at an index of a text, rather than being the beginning of a
	 * longer one.
	 * @param isSetApart see {@link #isSetApart}
	 */
	static boolean mayEndAt(String text, int end, boolean isSetApart) {
		return !lookingAt(GOES_ON, text, end) && (isSetApart || !lookingAt(LETTER_FOLLOWS, text, end));
	}

	/**
	 * Whether no letter behind a username can be taken for a part of it.
	 */
	static boolean isSetApart(String username) {
		return SET_APART.matcher(username).find();
	}

	private static boolean lookingAt(Pattern pattern, String text, int from) {
		Matcher matcher = pattern.matcher(text);
		return matcher.region(from, text.length()).lookingAt();
	}

	/**
	 * A name as it can stand in a text.
	 *
	 * @param isSetApart whether no letter that follows can be taken for a part of it
	 */
	private record Name(FoldedName folded, boolean isSetApart) {

		static Name of(String username) {
			return new Name(FoldedName.of(username), Mention.isSetApart(username));
		}

		boolean standsIn(String text, int from) {
			int end = this.folded.endIn(text, from);
			return end >= 0 && mayEndAt(text, end, this.isSetApart);
		}

	}

}
