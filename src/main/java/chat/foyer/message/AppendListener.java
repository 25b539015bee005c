package chat.foyer.message;

import chat.foyer.room.RoomKey;

/**
 * Learns what this node appends while other nodes append to the same rooms. Called by the
 * thread of the delivery: must not block.
 */
public interface AppendListener {

	/**
	 * Events of this node are on disk.
	 * @param seq the number of the last of them
	 */
	void appended(RoomKey room, long seq);

	/**
	 * Events of other nodes stand in the log before events that this node could publish,
	 * and have to be read from the database.
	 */
	void fellBehind(RoomKey room);

}
