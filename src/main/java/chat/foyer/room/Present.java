package chat.foyer.room;

/**
 * Somebody who is here.
 *
 * @param username the name borne in the room
 * @param away whether the guest has the room open and looks elsewhere
 */
public record Present(Username username, boolean away) {
}
