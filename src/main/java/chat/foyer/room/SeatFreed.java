package chat.foyer.room;

/**
 * A seat was given up; its username is free again.
 *
 * @param seat the seat that was given up
 */
public record SeatFreed(Seat seat) {
}
