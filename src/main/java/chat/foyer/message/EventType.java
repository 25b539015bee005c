package chat.foyer.message;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What an event tells.
 */
public enum EventType {

	/**
	 * A guest said something.
	 */
	MESSAGE,

	/**
	 * A guest came.
	 */
	JOIN,

	/**
	 * A guest went.
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
