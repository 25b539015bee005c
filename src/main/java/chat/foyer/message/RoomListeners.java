package chat.foyer.message;

import java.util.Collection;
import java.util.List;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;

/**
 * Receives the events of rooms on behalf of clients of this node, or of guests.
 * <p>
 * Thread-safe; does not block.
 */
public interface RoomListeners {

	/**
	 * Whether there is a listener in a room.
	 */
	boolean isListening(RoomKey room);

	/**
	 * The seats that have a listener although their guests need not be here. When one of
	 * them is given up on another node, {@link SeatFreed} is published on this one, too.
	 */
	default Collection<Seat> watchedSeats() {
		return List.of();
	}

}
