package chat.foyer.message;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import org.jspecify.annotations.Nullable;

/**
 * Decides which host to show beside a link whose visible text could be taken for another
 * host.
 */
final class LinkDisguise {

	/**
	 * A host, with its scheme, port and path if it has any.
	 */
	private static final Pattern NAMED_HOST = Pattern.compile("(?<![\\p{L}\\p{N}\\p{M}_-])(?:https?://)?(?:www\\.)?"
			+ "(LABEL(?:\\.LABEL)++)(?:[:/?#]\\S*+)?".replace("LABEL", "[\\p{L}\\p{N}\\p{M}_-]++"));

	/**
	 * Text that a reader could take for an address, such as {@code bank(.)example} and
	 * {@code bank . example}.
	 */
	private static final Pattern LIKE_ADDRESS = Pattern.compile(
			"://|www\\.|localhost|[\\p{L}\\p{N}]\\p{M}*+[^\\p{L}\\p{N}\\s]?\\.[^\\p{L}\\p{N}\\s]?\\p{L}{2}|\\s\\.\\s*+\\p{L}{2}"
					+ "|\\d\\.\\d++\\.\\d++\\.\\d");

	/**
	 * Blanks, and what emoji are joined with.
	 */
	private static final Pattern NEEDED_IN_WORDS = Pattern.compile("[\\h\u200D\uFE0F]");

	private static final Pattern MARKS = Pattern.compile("[*~`]");

	private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*+");

	private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

	private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

	private static final SpoofChecker LOOK_ALIKES = new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE)
		.build();

	private static final SpoofChecker LABELS = new SpoofChecker.Builder()
		.setChecks(SpoofChecker.RESTRICTION_LEVEL | SpoofChecker.INVISIBLE | SpoofChecker.MIXED_NUMBERS
				| SpoofChecker.CHAR_LIMIT)
		.setAllowedChars(SpoofChecker.RECOMMENDED.cloneAsThawed().addAll(SpoofChecker.INCLUSION).freeze())
		.setRestrictionLevel(RestrictionLevel.HIGHLY_RESTRICTIVE)
		.build();

	private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII);

	private LinkDisguise() {
	}

	/**
	 * The host to show beside an address.
	 * @return the host, or {@code null} if the address shows it itself
	 */
	static @Nullable String hostBeside(WebAddress address) {
		boolean isPlain = !address.hasUserInfo() && address.realHost().equals(NFC.normalize(address.host()))
				&& !isLookAlike(address.realHost());
		return isPlain ? null : display(address);
	}

	/**
	 * The host to show beside words that are a link.
	 * @param typed the words, marks included
	 * @return the host, or {@code null} if the words look like no address, or like one of
	 * the same host
	 */
	static @Nullable String hostBeside(String typed, WebAddress address) {
		String words = MARKS.matcher(typed).replaceAll("");
		if (address.hasUserInfo() || CharacterClass.hasInvisible(NEEDED_IN_WORDS.matcher(words).replaceAll(""))) {
			return display(address);
		}
		String host = withoutWww(normalize(address.realHost()));
		// Addresses of the same host deceive no reader.
		String others = NAMED_HOST.matcher(normalize(words))
			.replaceAll((named) -> Matcher.quoteReplacement(named.group(1).equals(host) ? " " : named.group()));
		boolean isLikeAddress = LIKE_ADDRESS.matcher(others).find()
				|| LIKE_ADDRESS.matcher(normalize(LOOK_ALIKES.getSkeleton(others))).find();
		boolean isNamed = others.length() < normalize(words).length();
		return (isLikeAddress || (isNamed && isLookAlike(address.realHost()))) ? display(address) : null;
	}

	private static String display(WebAddress address) {
		return isLookAlike(address.realHost())
				? UTS46.nameToASCII(address.realHost(), new StringBuilder(), new IDNA.Info()).toString()
				: address.realHost();
	}

	private static String normalize(String text) {
		return NFKC.normalize(text).toLowerCase(Locale.ROOT).replace('\u3002', '.');
	}

	private static String withoutWww(String host) {
		return host.startsWith("www.") ? host.substring("www.".length()) : host;
	}

	/**
	 * Whether a host has a label that mixes scripts, or that looks like ASCII letters.
	 */
	private static boolean isLookAlike(String host) {
		if (ASCII.matcher(host).matches()) {
			return false;
		}
		for (String label : host.split("\\.", -1)) {
			if (!ASCII.matcher(label).matches()
					&& (LABELS.failsChecks(label) || ASCII.matcher(LOOK_ALIKES.getSkeleton(label)).matches())) {
				return true;
			}
		}
		return false;
	}

}
