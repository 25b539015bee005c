package chat.foyer.room;

/**
 * A guest is no longer present in a room, because the seat was given up or the guest
 * stayed disconnected for longer than the grace period.
 *
 * @param seat the guest's seat
 */
public record GuestLeft(Seat seat) {
}
