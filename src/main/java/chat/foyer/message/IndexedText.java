package chat.foyer.message;

import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

/**
 * A message as {@link MessageIndex} needs it.
 *
 * @param seq the number of the message
 * @param author the username of its author
 * @param text the text that it has now; null if it was deleted
 */
public record IndexedText(RoomKey room, long seq, String author, @Nullable String text) {
}
