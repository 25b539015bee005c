package chat.foyer.search;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
	 * Adds messages behind those that the index has of their rooms. It has read the log
	 * of each room up to its last one then.
	 * @param texts messages with a text, at most one of each
	 */
	void add(List<IndexedText> texts);

	/**
	 * Whether there are messages of a room before a number.
	 */
	boolean hasBefore(RoomKey room, long before);

	/**
	 * Removes some messages of a room.
	 * @param before the number before which they are
	 * @param limit how many at the most
	 * @return how many were removed
	 */
	int removeBefore(RoomKey room, long before, int limit);

	/**
	 * Finds messages.
	 * @param query what they contain; it is not empty
	 * @param from the number from which on they are
	 * @param before the number before which they are
	 * @param limit how many at the most
	 * @return the numbers of the newest of them, the newest first. Some may be gone from
	 * the log
	 */
	List<Long> find(RoomKey room, SearchQuery query, long from, long before, int limit);

	/**
	 * The keys of the rooms of messages, and the number of the last message of each, in
	 * the order of the rooms.
	 */
	static List<Object[]> lastSeqs(List<IndexedText> texts) {
		Map<String, Long> lastSeqs = new TreeMap<>();
		texts.forEach((text) -> lastSeqs.merge(text.room().value(), text.seq(), Math::max));
		return lastSeqs.entrySet().stream().map((room) -> new Object[] { room.getKey(), room.getValue() }).toList();
	}

}
