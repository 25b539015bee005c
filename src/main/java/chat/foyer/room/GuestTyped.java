package chat.foyer.room;

/**
 * A guest is typing a message.
 *
 * @param seat the guest's seat
 */
public record GuestTyped(Seat seat) {
}
