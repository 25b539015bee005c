package chat.foyer.room;

/**
 * A guest gave up a seat; its username is free again.
 *
 * @param seat the seat that was given up
 */
public record SeatFreed(Seat seat) {
}
