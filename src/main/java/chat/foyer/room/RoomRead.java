package chat.foyer.room;

/**
 * The guest in a seat has read further in the seat's room.
 *
 * @param seat the seat
 */
public record RoomRead(Seat seat) {
}
