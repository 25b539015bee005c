package chat.foyer.room;

/**
 * A guest who was here is not here any more, whether the seat was given up or the line
 * stayed cut for longer than the grace.
 *
 * @param seat the guest's seat
 */
public record GuestLeft(Seat seat) {
}
