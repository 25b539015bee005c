package chat.foyer.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import chat.foyer.room.SentenceEnd;

import org.springframework.util.StringUtils;
import org.springframework.web.util.UriUtils;

/**
 * Finds out which path a malformed one stands for: doubly encoded, in Latin-1, with
 * backslashes, encoded or repeated slashes, with path parameters, or with the punctuation
 * of the sentence that it was copied from. The name of a room may end with punctuation,
 * so that of a room's page stays.
 */
final class AddressRepair {

	/**
	 * The name in the address of a file, which may be any.
	 */
	private static final Pattern NAME_OF_A_FILE = Pattern.compile("(.*/rooms/[^/]+/files/[^/]+/)([^/]+)");

	/**
	 * What the firewall rejects, or what divides a path otherwise.
	 */
	private static final Pattern NOT_IN_NAME = Pattern.compile("%25|%3[Bb]|%2[Ff]|%5[Cc]|[;\\\\]");

	/**
	 * No other address of the server has a percent sign in it.
	 */
	private static final Pattern DOUBLY_ENCODED = Pattern.compile("%(?:25)+([0-9A-Fa-f]{2})");

	private static final Pattern SLASHES = Pattern.compile("(?:[/\\\\]|%2[Ff]|%5[Cc])++");

	private static final Pattern PARAMETERS = Pattern.compile("(?:;|%3[Bb])(?:[\\w.-]+=[^/;]*)?(?=[/;]|%3[Bb]|$)");

	private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

	private static final Pattern PAGE_OF_A_ROOM = Pattern.compile(".*/rooms/[^/]+");

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private AddressRepair() {
	}

	/**
	 * Repairs a path.
	 * @param path the path as it was sent, encoded
	 * @return the path that it stands for, encoded, which begins with exactly one slash;
	 * empty if nothing is to be repaired
	 */
	static Optional<String> repair(String path) {
		Matcher file = NAME_OF_A_FILE.matcher(path);
		String repaired = file.matches() ? file.group(1) + NOT_IN_NAME.matcher(file.group(2)).replaceAll("_") : path;
		repaired = DOUBLY_ENCODED.matcher(repaired).replaceAll("%$1");
		repaired = SLASHES.matcher(repaired).replaceAll("/");
		repaired = PARAMETERS.matcher(repaired).replaceAll("");
		// Parameters without anything around them leave a second slash, which would name
		// a
		// host.
		repaired = SLASHES.matcher(repaired).replaceAll("/");
		repaired = ESCAPES.matcher(repaired).replaceAll((escapes) -> toUtf8(escapes.group()));
		if (!PAGE_OF_A_ROOM.matcher(repaired).matches()) {
			repaired = withoutSentenceEnd(repaired);
		}
		return (repaired.startsWith("/") && !repaired.equals(path)) ? Optional.of(repaired) : Optional.empty();
	}

	private static String toUtf8(String escapes) {
		byte[] octets = HEX.parseHex(escapes.replace("%", ""));
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
			return escapes;
		}
		catch (CharacterCodingException ex) {
			StringBuilder utf8 = new StringBuilder();
			for (byte octet : new String(octets, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8)) {
				utf8.append('%').append(HEX.toHexDigits(octet));
			}
			return utf8.toString();
		}
	}

	private static String withoutSentenceEnd(String path) {
		try {
			return SentenceEnd.cut(StringUtils.uriDecode(path, StandardCharsets.UTF_8))
				.map((rest) -> UriUtils.encodePath(rest, StandardCharsets.UTF_8))
				.orElse(path);
		}
		catch (IllegalArgumentException ex) {
			// A percent sign that begins no escape.
			return path;
		}
	}

}
