package chat.foyer.room;

/**
 * Another node reported that a guest has become away, or looks again, in a room that this
 * node follows.
 *
 * @param username the guest's username in the room
 * @param away whether the guest is away now
 */
public record AwayChangedElsewhere(RoomKey room, Username username, boolean away) {
}
