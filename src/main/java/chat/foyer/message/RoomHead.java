package chat.foyer.message;

/**
 * What a guest who is elsewhere is told of a room.
 *
 * @param room the word that names the room in addresses and destinations
 * @param lastSeq the number of the room's newest event, 0 if none
 * @param unread how many messages of others the guest has not read there,
 * {@value Unread#MOST} standing for that many or more
 * @param mentions how many of them call the guest
 */
public record RoomHead(String room, long lastSeq, int unread, int mentions) {
}
