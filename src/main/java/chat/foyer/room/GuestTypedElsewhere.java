package chat.foyer.room;

/**
 * Another node reported that a guest is typing a message in a room that this node
 * follows.
 *
 * @param username the guest's username in the room
 */
public record GuestTypedElsewhere(RoomKey room, Username username) {
}
