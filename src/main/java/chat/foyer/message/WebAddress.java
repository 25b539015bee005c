package chat.foyer.message;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.ibm.icu.text.IDNA;
import org.jspecify.annotations.Nullable;

/**
 * A web address that stands in a text: {@code http://…}, {@code https://…} or
 * {@code www.…}. No other scheme is linked.
 *
 * @param text the address as typed
 * @param href the address in ASCII: the host as in UTS #46, the rest as percent-encoded
 * UTF-8
 * @param host the host as typed, in small letters
 * @param realHost the host that browsers connect to and show, in Unicode
 * @param hasUserInfo whether something stands before the host, as in
 * {@code https://bank.example@evil.example}
 */
record WebAddress(String text, String href, String host, String realHost, boolean hasUserInfo) {

	private static final Pattern BEGINNING = Pattern.compile("https?://|www\\.(?=[\\p{L}\\p{N}])",
			Pattern.CASE_INSENSITIVE);

	private static final String LABEL = "[\\p{L}\\p{N}\\p{M}_]++(?:-++[\\p{L}\\p{N}\\p{M}_]++)*+";

	private static final Pattern HOST = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+");

	private static final Pattern PORT = Pattern.compile(":\\p{Digit}{1,5}(?!\\p{Digit})");

	/**
	 * Browsers read a host whose last label is a number as an IPv4 address, in any of its
	 * disguises: {@code 3232235777}, {@code 0x7f.1}.
	 */
	private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:\\d+|0x\\p{XDigit}*)");

	private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})(?:\\.|$)){4}");

	/**
	 * Between parentheses an address may have every other visible character.
	 */
	private static final String NEVER_IN_PARENTHESES = "<>\"`\\";

	private static final String PATH_STARTS = "/?#";

	/**
	 * Browsers read these as a dot between the labels of a host.
	 */
	private static final String FULL_STOPS = "\u3002\uFF0E\uFF61";

	private static final int MAX_HOST_LENGTH = 253;

	private static final int ASCII_END = 0x80;

	private static final Pattern NOT_ASCII = Pattern.compile("\\P{ASCII}+");

	private static final IDNA UTS46 = IDNA.getUTS46Instance(
			IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

	/**
	 * Finds the address that begins at an index.
	 * @param scanner the scanner of the text
	 * @param endsBefore whether a mark around the address ends at an index
	 * @return the address, or {@code null} if none begins there
	 */
	static @Nullable WebAddress at(String text, int start, AddressScanner scanner, IntPredicate endsBefore) {
		Matcher beginning = BEGINNING.matcher(text).region(start, text.length()).useTransparentBounds(true);
		if (!beginning.lookingAt()) {
			return null;
		}
		int hostStart = hostStart(beginning);
		if (!scanner.mayBegin(start, hostStart > start)) {
			return null;
		}
		int authorityEnd = scanner.authorityEnd(start, beginning.end());
		Matcher host = host(text, hostStart, authorityEnd);
		if (host == null || isCutByFullStop(text, host)) {
			return null;
		}
		int end = portEnd(text, host.end(), authorityEnd);
		if (end == authorityEnd && end < text.length() && PATH_STARTS.indexOf(text.charAt(end)) >= 0) {
			end = scanner.end(start, end, endsBefore);
		}
		else if (hostStart == start && CharacterClass.at(text, end) == '@') {
			return null;
		}
		WebAddress address = resolve(text.substring(start, end), hostStart - start, host.start() - start,
				host.end() - start);
		if (address == null) {
			scanner.reject(host.end());
		}
		return address;
	}

	/**
	 * Finds the address between parentheses, as in {@code [words](https://…)}. It has a
	 * scheme, balanced parentheses and nothing else with it.
	 * @param start the index of the opening parenthesis
	 * @return the address, or {@code null} if what stands there is no such address
	 */
	static @Nullable WebAddress inParentheses(String text, int start) {
		Matcher beginning = BEGINNING.matcher(text).region(start + 1, text.length());
		if (!beginning.lookingAt() || hostStart(beginning) == beginning.start()) {
			return null;
		}
		int depth = 0;
		for (int at = start; at < text.length();) {
			int codePoint = text.codePointAt(at);
			// Where the next link begins, this one has no end. So no text is read twice.
			boolean isNextLink = at > start && text.startsWith("](", at - 1);
			if (isNextLink || CharacterClass.isInvisible(codePoint) || NEVER_IN_PARENTHESES.indexOf(codePoint) >= 0) {
				return null;
			}
			depth += (codePoint == '(') ? 1 : (codePoint == ')') ? -1 : 0;
			if (depth == 0) {
				return whole(text.substring(start + 1, at), hostStart(beginning) - start - 1);
			}
			at += Character.charCount(codePoint);
		}
		return null;
	}

	private static int hostStart(Matcher beginning) {
		return beginning.group().endsWith("/") ? beginning.end() : beginning.start();
	}

	private static @Nullable WebAddress whole(String address, int start) {
		int authorityEnd = start;
		while (authorityEnd < address.length() && PATH_STARTS.indexOf(address.charAt(authorityEnd)) < 0) {
			authorityEnd++;
		}
		int hostStart = Math.max(address.lastIndexOf('@', authorityEnd - 1) + 1, start);
		Matcher host = HOST.matcher(address).region(hostStart, authorityEnd);
		if (!host.lookingAt() || portEnd(address, host.end(), authorityEnd) < authorityEnd) {
			return null;
		}
		return resolve(address, start, host.start(), host.end());
	}

	/**
	 * Finds the host: behind the last {@code @} that has one behind it.
	 * @return a matcher of the host, or {@code null} if there is none
	 */
	private static @Nullable Matcher host(String text, int start, int authorityEnd) {
		Matcher host = HOST.matcher(text);
		int end = authorityEnd;
		for (int at = end - 1; at >= start; at--) {
			if (text.charAt(at) == '@') {
				if (host.region(at + 1, end).lookingAt()) {
					return host;
				}
				end = at;
			}
		}
		return host.region(start, end).lookingAt() ? host : null;
	}

	private static int portEnd(String text, int hostEnd, int authorityEnd) {
		Matcher port = PORT.matcher(text).region(hostEnd, authorityEnd);
		return port.lookingAt() ? port.end() : hostEnd;
	}

	/**
	 * Whether an ideographic full stop cuts a host in two. Browsers read it as a dot:
	 * {@code https://例え。jp} does not lead to {@code 例え}.
	 */
	private static boolean isCutByFullStop(String text, Matcher host) {
		int next = CharacterClass.at(text, host.end() + 1);
		if (FULL_STOPS.indexOf(CharacterClass.at(text, host.end())) < 0 || !CharacterClass.isWord(next)) {
			return false;
		}
		String name = host.group().toLowerCase(Locale.ROOT);
		String labels = name.startsWith("www.") ? name.substring("www.".length()) : name;
		boolean isSingle = labels.indexOf('.') < 0 && !"localhost".equals(labels);
		return isSingle || (next < ASCII_END && !isAscii(labels.substring(labels.lastIndexOf('.') + 1)));
	}

	private static @Nullable WebAddress resolve(String address, int start, int hostStart, int hostEnd) {
		String host = address.substring(hostStart, hostEnd).toLowerCase(Locale.ROOT);
		boolean isWww = start == 0;
		if (host.length() > MAX_HOST_LENGTH || (isWww && host.indexOf('.') == host.lastIndexOf('.'))
				|| host.replace("_", "").isEmpty()) {
			return null;
		}
		String scheme = isWww ? "https://" : "";
		String realHost = host;
		String href = scheme + address;
		if (!isAscii(address)) {
			String asciiHost = host;
			if (!isAscii(host)) {
				IDNA.Info problems = new IDNA.Info();
				asciiHost = UTS46.nameToASCII(host, new StringBuilder(), problems).toString();
				realHost = UTS46.nameToUnicode(host, new StringBuilder(), problems).toString();
				if (problems.hasErrors()) {
					return null;
				}
			}
			href = scheme + percentEncode(address.substring(0, hostStart)) + asciiHost
					+ percentEncode(address.substring(hostEnd));
		}
		if (ENDS_IN_NUMBER.matcher(realHost).matches() && !IPV4.matcher(realHost).matches()) {
			return null;
		}
		return new WebAddress(address, href, host, realHost, hostStart > start);
	}

	private static boolean isAscii(String text) {
		return !NOT_ASCII.matcher(text).find();
	}

	private static String percentEncode(String part) {
		return NOT_ASCII.matcher(part)
			.replaceAll((beyond) -> URLEncoder.encode(beyond.group(), StandardCharsets.UTF_8));
	}

}
