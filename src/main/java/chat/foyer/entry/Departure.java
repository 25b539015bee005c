package chat.foyer.entry;

import java.io.Serializable;

/**
 * A guest has left a room on purpose, which the next page offers to undo.
 *
 * @param room the room's name as it is shown
 * @param username the name that the guest had there
 * @param unsent whether the browser still keeps messages that were not delivered
 */
record Departure(String room, String username, boolean unsent) implements Serializable {
}
