package chat.foyer.room;

/**
 * A guest who is in a room now.
 *
 * @param username the guest's name in the room
 * @param color the colour of the guest's {@link Seat}
 * @param away whether the guest has the room open and looks elsewhere
 */
public record Present(Username username, int color, boolean away) {
}
