package chat.foyer.message;

import chat.foyer.room.RoomKey;

/**
 * Is notified of what this node appends when other nodes append to the same rooms. Called
 * on the thread of the delivery: must not block.
 */
public interface AppendListener {

	/**
	 * Events of this node are on disk.
	 * @param seq the number of the last of them
	 */
	void appended(RoomKey room, long seq);

	/**
	 * The log has events of other nodes that this node has not published and has to read
	 * from the database.
	 */
	void fellBehind(RoomKey room);

}
