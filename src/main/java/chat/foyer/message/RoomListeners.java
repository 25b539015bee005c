package chat.foyer.message;

import java.util.Collection;
import java.util.List;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;

/**
 * Those on this node who are told of the events of rooms.
 * <p>
 * Thread-safe; does not block.
 */
public interface RoomListeners {

	/**
	 * Whether there are any in a room.
	 */
	boolean isListening(RoomKey room);

	/**
	 * The seats for which they listen while the guest need not be here. When one of them
	 * is given up on another node, {@link SeatFreed} is published on this one, too.
	 */
	default Collection<Seat> watchedSeats() {
		return List.of();
	}

}
