package chat.foyer.room;

/**
 * A guest who is present in a room.
 *
 * @param username the guest's name in the room
 * @param color the colour of the guest's {@link Seat}
 * @param away whether the guest is connected but looks at none of the room's pages
 */
public record Present(Username username, int color, boolean away) {
}
