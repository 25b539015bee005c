package chat.foyer.search;

import java.util.List;

import chat.foyer.message.IndexedText;
import chat.foyer.message.MessageIndex;
import chat.foyer.room.RoomKey;

/**
 * The index of the messages of all rooms. Calls block on the database.
 */
interface SearchIndex extends MessageIndex {

	/**
	 * How far the index has read the log of a room; 0 if it has not begun.
	 */
	long indexedTo(RoomKey room);

	/**
	 * Adds messages of a room behind those that the index has.
	 * @param texts messages in rising order, each with a text
	 * @param to how far the index has read the log afterwards
	 */
	void add(RoomKey room, List<IndexedText> texts, long to);

	/**
	 * Removes some messages of a room.
	 * @param before the number before which they are
	 * @param limit how many at the most
	 * @return how many were removed
	 */
	int removeBefore(RoomKey room, long before, int limit);

	/**
	 * Finds messages.
	 * @param query what they contain; it has a word
	 * @param from the number from which on they are
	 * @param before the number before which they are
	 * @param limit how many at the most
	 * @return the numbers of the newest of them, the newest first. Some may be gone from
	 * the log
	 */
	List<Long> find(RoomKey room, SearchQuery query, long from, long before, int limit);

}
