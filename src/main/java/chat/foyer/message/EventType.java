package chat.foyer.message;

import java.util.Arrays;
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
	LEAVE,

	/**
	 * Another type, which a newer version of the server stored. The event keeps its place
	 * in the log and is no line.
	 */
	OTHER;

	private final String word = name().toLowerCase(Locale.ROOT);

	/**
	 * The word that stands for this type in the store, on the wire and on the page.
	 */
	@JsonValue
	public String word() {
		return this.word;
	}

	static EventType of(String word) {
		return Arrays.stream(values()).filter((type) -> type.word.equals(word)).findFirst().orElse(OTHER);
	}

}
