package chat.foyer.message;

import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

/**
 * An event that has not got its place in the log yet.
 *
 * @param seat whose event it is
 * @param type what it tells
 * @param id of a message: what its sender calls it
 * @param text of a message: what was said
 */
record Draft(Seat seat, EventType type, @Nullable MessageId id, @Nullable MessageText text) {

	static Draft message(Seat seat, MessageId id, MessageText text) {
		return new Draft(seat, EventType.MESSAGE, id, text);
	}

	static Draft notice(Seat seat, EventType type) {
		return new Draft(seat, type, null, null);
	}

}
