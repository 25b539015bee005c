package chat.foyer.message;

import java.util.List;

import chat.foyer.room.RoomKey;

/**
 * The files of messages. Called on the thread of the caller's transaction, which has
 * locked the rooms, and part of it.
 */
public interface MessageFiles {

	/**
	 * Finds files of a room that are uploaded as a whole.
	 * @param ids the ids of the files
	 * @return those that are there, in any order
	 */
	List<UploadedFile> find(RoomKey room, List<String> ids);

	/**
	 * Attaches files to a message.
	 * @param line the line of the message
	 * @param files the files, in their order
	 * @throws org.springframework.dao.OptimisticLockingFailureException if one of them
	 * was removed or attached since it was found
	 */
	void attach(LineKey line, List<AttachedFile> files);

	/**
	 * Removes all files of messages that are deleted or purged. Their addresses answer
	 * nothing any more from the commit on; what they had on disk is removed after it.
	 */
	void remove(List<LineKey> lines);

}
