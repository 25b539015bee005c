package chat.foyer.live.broker;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What the sender of a {@link Signal} does.
 */
enum SignalType {

	/**
	 * Types a message.
	 */
	TYPING,

	/**
	 * Has the room open without looking at it.
	 */
	AWAY,

	/**
	 * Looks at the room again.
	 */
	BACK;

	private final String word = name().toLowerCase(Locale.ROOT);

	@JsonValue
	String word() {
		return this.word;
	}

}
