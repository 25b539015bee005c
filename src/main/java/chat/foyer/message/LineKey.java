package chat.foyer.message;

import java.util.Comparator;

import chat.foyer.room.RoomKey;

/**
 * A line of a room.
 *
 * @param seq its number in the room
 */
public record LineKey(RoomKey room, long seq) {

	static final Comparator<LineKey> ORDER = Comparator.comparing((LineKey key) -> key.room().value())
		.thenComparing(LineKey::seq);

}
