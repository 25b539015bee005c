package chat.foyer.message;

import java.util.List;

/**
 * Finds messages by their words. It reads new messages from the log by itself; what
 * changes or removes a text of the log has the index follow in the same transaction, so
 * that no text that is gone is found or kept.
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
