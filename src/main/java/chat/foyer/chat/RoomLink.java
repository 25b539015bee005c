package chat.foyer.chat;

import java.util.List;

import chat.foyer.message.RoomSummary;
import chat.foyer.room.RoomName;
import chat.foyer.room.Seat;

/**
 * Leads from the chat page to a room in which its reader sits.
 *
 * @param seat the reader's seat there
 * @param name the room's name as it is shown
 * @param summary what the reader has not read there
 * @param namesakes the longer usernames there that begin with the reader's
 */
record RoomLink(Seat seat, RoomName name, RoomSummary summary, List<String> namesakes) {
}
