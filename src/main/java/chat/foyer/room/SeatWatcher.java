package chat.foyer.room;

import java.util.Collection;

/**
 * Knows seats whose guests need not be present. {@link SeatFreed} is published for these
 * seats too, on whichever node they are given up.
 */
public interface SeatWatcher {

	/**
	 * The seats. Does not block.
	 */
	Collection<Seat> watchedSeats();

}
