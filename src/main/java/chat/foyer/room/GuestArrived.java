package chat.foyer.room;

/**
 * A guest has become present in a room: with the first connection or request after taking
 * the seat or after having left.
 *
 * @param seat the guest's seat
 */
public record GuestArrived(Seat seat) {
}
