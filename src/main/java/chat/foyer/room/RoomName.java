package chat.foyer.room;

import java.io.Serializable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import chat.foyer.room.InvalidNameException.Problem;
import com.ibm.icu.text.UnicodeSet;

/**
 * The name of a room: at most 64 graphemes and 256 bytes of UTF-8, normalised to NFKC,
 * trimmed, with inner blanks folded. Upper and lower case make different rooms.
 * <p>
 * It has none of {@code / \ % ;}: servlet containers and firewalls refuse these in a
 * path, even when they are encoded.
 *
 * @param value the name in its canonical form
 */
public record RoomName(String value) implements Serializable {

	private static final NameRules RULES = new NameRules(64, 256, new UnicodeSet("[/\\\\%;]").freeze());

	private static final UnicodeSet UNRESERVED = new UnicodeSet("[A-Za-z0-9_\\-]").freeze();

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	/**
	 * Make a room name of what a person typed.
	 * @throws InvalidNameException if it cannot be one
	 */
	public RoomName {
		value = RULES.apply(value);
	}

	/**
	 * Read a name back from its {@link #key()}.
	 * @param key the one key of a name; no other spelling of it is taken
	 * @throws InvalidNameException if it is not the key of a name
	 */
	public static RoomName fromKey(String key) {
		RoomName name = new RoomName(decode(key));
		// The decoder is lenient: what it mends or skips, broken UTF-8 included, shows
		// here.
		if (!name.key().equals(key)) {
			throw new InvalidNameException(Problem.CHARACTERS);
		}
		return name;
	}

	private static String decode(String key) {
		try {
			return URLDecoder.decode(key, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidNameException(Problem.CHARACTERS);
		}
	}

	/**
	 * The name as one word for addresses and topics: UTF-8, percent-encoded in upper
	 * case, with everything but {@code A-Z a-z 0-9 - _} encoded, dots included.
	 */
	public String key() {
		StringBuilder key = new StringBuilder();
		for (byte octet : this.value.getBytes(StandardCharsets.UTF_8)) {
			if (UNRESERVED.contains(octet & 0xFF)) {
				key.append((char) octet);
			}
			else {
				key.append('%').append(HEX.toHexDigits(octet));
			}
		}
		return key.toString();
	}

}
