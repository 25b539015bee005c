package chat.foyer.message;

import chat.foyer.room.RoomKey;

/**
 * The log of a room lacks events that this node has published, because a backup was
 * restored or a replica without the newest rows took over. Clients that have these events
 * are told to reset when they come back.
 *
 * @param room the room of the log
 */
public record LogWentBack(RoomKey room) {
}
