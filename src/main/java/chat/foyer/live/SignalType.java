package chat.foyer.live;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a {@link Signal} tells.
 */
enum SignalType {

	/**
	 * A message is being written.
	 */
	TYPING,

	/**
	 * The room is open and not looked at.
	 */
	AWAY,

	/**
	 * The room is looked at again.
	 */
	BACK;

	private final String word = name().toLowerCase(Locale.ROOT);

	@JsonValue
	String word() {
		return this.word;
	}

}
