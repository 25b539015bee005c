package chat.foyer.room;

import com.ibm.icu.text.UnicodeSet;

/**
 * A room's name as a person wrote it and as pages show it: at most 64 graphemes and 256
 * bytes of UTF-8, normalised to NFKC, trimmed, with inner blanks folded. {@link #key()}
 * identifies the room.
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
	 * Returns the name of a room to enter.
	 * @param typed what a person typed
	 * @return the name
	 * @throws InvalidNameException if the rules refuse it
	 */
	public static RoomName of(String typed) {
		RoomName name = new RoomName(RULES.apply(typed));
		// The key is a name too: an address that has it must be accepted.
		RULES.apply(name.key().value());
		return name;
	}

	/**
	 * Returns the name of a room that may exist already, under rules that have changed
	 * since.
	 */
	static RoomName existing(String spelling) {
		return new RoomName(RULES.applyToExisting(spelling));
	}

	/**
	 * The key of the room that this name names.
	 */
	public RoomKey key() {
		return new RoomKey(RULES.fold(this.value));
	}

}
