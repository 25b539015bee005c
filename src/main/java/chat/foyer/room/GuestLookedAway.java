package chat.foyer.room;

/**
 * A present guest has become away: connected, but looking at none of the seat's pages.
 *
 * @param seat the guest's seat
 */
public record GuestLookedAway(Seat seat) {
}
