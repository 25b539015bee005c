package chat.foyer.entry;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A guest has left a room on purpose, which the next page offers to undo.
 *
 * @param room the room's name as it is shown
 * @param username the name that the guest had there
 * @param unsent whether the browser still keeps messages that were not delivered
 */
public record Departure(String room, String username, boolean unsent) {

	/**
	 * The form in which a session stores it.
	 */
	public List<String> toStrings() {
		return List.of(this.room, this.username, String.valueOf(this.unsent));
	}

	/**
	 * Reads what {@link #toStrings} wrote; anything else, as of another release, is no
	 * departure.
	 */
	public static @Nullable Departure of(@Nullable Object stored) {
		return (stored instanceof List<?> parts && parts.size() == 3) ? new Departure(String.valueOf(parts.get(0)),
				String.valueOf(parts.get(1)), Boolean.parseBoolean(String.valueOf(parts.get(2)))) : null;
	}

}
