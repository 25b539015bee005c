package chat.foyer.room;

/**
 * A present guest has become away, or looks at the room again. A guest is away who is
 * connected, but looks at none of the seat's pages.
 *
 * @param seat the guest's seat
 * @param away whether the guest is away now
 */
public record AwayChanged(Seat seat, boolean away) {
}
