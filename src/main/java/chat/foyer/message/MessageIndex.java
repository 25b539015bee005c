package chat.foyer.message;

import java.util.List;

/**
 * Finds messages by their words. It reads new messages from the log, and removes those
 * that were purged, in transactions of its own. Edits and deletions update it in the
 * transaction that stores them, so that no earlier text is found or kept.
 */
public interface MessageIndex {

	/**
	 * Replaces the texts of messages. A message that the index has not come to yet may be
	 * left alone. Called on the thread of the caller's transaction, which has locked the
	 * rooms, and part of it.
	 * @param texts at most one of each message; those without a text are removed
	 */
	void update(List<IndexedText> texts);

}
