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
	 * A guest changed the text of a message.
	 */
	EDIT,

	/**
	 * A guest deleted a message.
	 */
	DELETE,

	/**
	 * A guest added a reaction to a message, or removed it.
	 */
	REACT,

	/**
	 * A guest pinned a message, or unpinned it.
	 */
	PIN,

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

	/**
	 * Whether an event of this type shows as a line.
	 */
	public boolean isLine() {
		return this == MESSAGE || this == JOIN || this == LEAVE;
	}

	/**
	 * Whether an event of this type changes a line.
	 */
	public boolean isChange() {
		return this == EDIT || this == DELETE || this == REACT || this == PIN;
	}

	static EventType of(String word) {
		return Arrays.stream(values()).filter((type) -> type.word.equals(word)).findFirst().orElse(OTHER);
	}

}
