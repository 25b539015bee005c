package chat.foyer.room;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import chat.foyer.room.InvalidNameException.Problem;
import com.ibm.icu.text.UnicodeSet;

/**
 * Identifies a room: its {@link RoomName name} normalised to NFKC, case-folded, trimmed,
 * with inner blanks folded. Names that differ in these respects only are names of one
 * room, so "Class 7b" and "class 7B" have one key.
 *
 * @param value the folded name. The constructor trusts it, since stored keys stay valid
 * when the rules for new names change; what a person or a client wrote goes through
 * {@link #of} or {@link #decode}
 */
public record RoomKey(String value) implements Serializable {

	private static final UnicodeSet UNRESERVED = new UnicodeSet("[A-Za-z0-9_\\-]").freeze();

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	/**
	 * Returns the key of the room that a spelling names, whether or not the rules allow
	 * the name for a new room.
	 * @param spelling any spelling of the room's name
	 * @return the key
	 * @throws InvalidNameException if no room can have the name
	 */
	public static RoomKey of(String spelling) {
		return RoomName.existing(spelling).key();
	}

	/**
	 * Returns the key of the room that a percent-encoded word names.
	 * @param word any spelling of the room's name, percent-encoded as UTF-8 (RFC 3986,
	 * section 2.1). It is decoded and nothing else: {@code +} is a plus. Characters may
	 * stand unencoded
	 * @return the key
	 * @throws InvalidNameException if the word is not well-formed or no room can have the
	 * name
	 */
	public static RoomKey decode(String word) {
		byte[] encoded = word.getBytes(StandardCharsets.UTF_8);
		ByteBuffer decoded = ByteBuffer.allocate(encoded.length);
		for (int i = 0; i < encoded.length; i++) {
			if (encoded[i] != '%') {
				decoded.put(encoded[i]);
			}
			else if (i + 2 < encoded.length && HexFormat.isHexDigit(encoded[i + 1])
					&& HexFormat.isHexDigit(encoded[i + 2])) {
				decoded.put((byte) (HexFormat.fromHexDigit(encoded[++i]) << 4 | HexFormat.fromHexDigit(encoded[++i])));
			}
			else {
				throw new InvalidNameException(Problem.CHARACTERS);
			}
		}
		try {
			return of(StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
		}
		catch (CharacterCodingException ex) {
			throw new InvalidNameException(Problem.CHARACTERS);
		}
	}

	/**
	 * The key as one word for addresses and destinations: percent-encoded UTF-8 in upper
	 * case, with everything but {@code A-Z a-z 0-9 - _} encoded, dots included.
	 */
	public String encoded() {
		StringBuilder word = new StringBuilder();
		for (byte octet : this.value.getBytes(StandardCharsets.UTF_8)) {
			if (UNRESERVED.contains(octet & 0xFF)) {
				word.append((char) octet);
			}
			else {
				word.append('%').append(HEX.toHexDigits(octet));
			}
		}
		return word.toString();
	}

}
