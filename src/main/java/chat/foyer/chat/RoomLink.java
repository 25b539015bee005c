package chat.foyer.chat;

import java.util.List;

import chat.foyer.message.Unread;
import chat.foyer.room.RoomName;
import chat.foyer.room.Seat;

/**
 * Leads from the chat page to a room in which its reader sits.
 *
 * @param seat the reader's seat there
 * @param name the room's name as it is shown
 * @param lastSeq the number of the room's newest event
 * @param unread what others said there since the reader was last there
 * @param namesakes the longer usernames there that begin with the reader's
 */
record RoomLink(Seat seat, RoomName name, long lastSeq, Unread unread, List<String> namesakes) {
}
