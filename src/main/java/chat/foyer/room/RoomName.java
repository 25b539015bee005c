package chat.foyer.room;

import com.ibm.icu.text.UnicodeSet;

/**
 * A room's name as a person wrote it and as pages show it: at most 64 graphemes and 256
 * bytes of UTF-8, normalised to NFKC, trimmed, with inner blanks folded. {@link #key()}
 * tells which room it names.
 * <p>
 * It has none of {@code / \ % ;}: servlet containers and firewalls refuse these in a
 * path, even when they are encoded.
 *
 * @param value the name. The constructor trusts it, since stored names stay valid when
 * the rules for new ones change; what a person typed goes through {@link #of}
 */
public record RoomName(String value) {

	private static final NameRules RULES = new NameRules(64, 256, new UnicodeSet("[/\\\\%;]").freeze());

	/**
	 * Makes a room name of what a person typed.
	 * @param typed what was typed
	 * @return the name
	 * @throws InvalidNameException if it cannot be the name of a room
	 */
	public static RoomName of(String typed) {
		RoomName name = new RoomName(RULES.apply(typed));
		// The key is a name too: an address that has it must be accepted.
		RULES.apply(name.key().value());
		return name;
	}

	/**
	 * The key of the room that this name names.
	 */
	public RoomKey key() {
		return new RoomKey(RULES.fold(this.value));
	}

}
