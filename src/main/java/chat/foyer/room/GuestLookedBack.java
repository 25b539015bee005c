package chat.foyer.room;

/**
 * A guest who was away looks at the room again.
 *
 * @param seat the guest's seat
 */
public record GuestLookedBack(Seat seat) {
}
