package chat.foyer.room;

import java.io.Serializable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import chat.foyer.room.InvalidNameException.Problem;

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
	 * be unencoded
	 * @return the key
	 * @throws InvalidNameException if the word is not well-formed or no room can have the
	 * name
	 */
	public static RoomKey decode(String word) {
		try {
			// Malformed UTF-8 becomes U+FFFD, which no name has.
			return of(URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidNameException(Problem.CHARACTERS);
		}
	}

	/**
	 * The key as one word for addresses and destinations: percent-encoded UTF-8 in upper
	 * case, with everything but {@code A-Z a-z 0-9 - _} encoded, dots included.
	 */
	public String encoded() {
		return URLEncoder.encode(this.value, StandardCharsets.UTF_8)
			.replace("+", "%20")
			.replace(".", "%2E")
			.replace("*", "%2A");
	}

}
