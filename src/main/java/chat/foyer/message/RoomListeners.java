package chat.foyer.message;

import chat.foyer.room.RoomKey;

/**
 * Those on this node who are told of a room's events.
 * <p>
 * Thread-safe; does not block.
 */
public interface RoomListeners {

	/**
	 * Whether there are any in a room.
	 */
	boolean isListening(RoomKey room);

}
