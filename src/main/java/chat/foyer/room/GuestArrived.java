package chat.foyer.room;

/**
 * A seated guest is here: the first connection or request since the seat was taken or
 * since the guest was last gone.
 *
 * @param seat the guest's seat
 */
public record GuestArrived(Seat seat) {
}
