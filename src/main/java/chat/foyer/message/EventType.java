package chat.foyer.message;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The types of events.
 */
public enum EventType {

	/**
	 * A guest sent a message.
	 */
	MESSAGE,

	/**
	 * A guest joined the room.
	 */
	JOIN,

	/**
	 * A guest left the room.
	 */
	LEAVE;

	private final String word = name().toLowerCase(Locale.ROOT);

	/**
	 * The word that stands for this type in the store, on the wire and on the page.
	 */
	@JsonValue
	public String word() {
		return this.word;
	}

	static EventType of(String word) {
		return valueOf(word.toUpperCase(Locale.ROOT));
	}

}
