package chat.foyer.room;

/**
 * Another node reported that a guest has entered a room or read further in it.
 *
 * @param guest the guest
 * @param room the room
 */
public record RoomUsedElsewhere(Guest guest, RoomKey room) {
}
