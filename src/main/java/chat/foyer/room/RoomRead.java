package chat.foyer.room;

/**
 * A guest has read further in a room.
 *
 * @param seat the guest's seat
 */
public record RoomRead(Seat seat) {
}
