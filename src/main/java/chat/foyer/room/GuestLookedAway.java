package chat.foyer.room;

/**
 * A guest who is here no longer looks at what any of the seat's connections shows, though
 * one is open.
 *
 * @param seat the guest's seat
 */
public record GuestLookedAway(Seat seat) {
}
