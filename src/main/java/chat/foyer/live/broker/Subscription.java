package chat.foyer.live.broker;

import chat.foyer.live.connection.Connection;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of one connection.
 *
 * @param id the id that the client gave it
 * @param seat the seat of the guest in the destination's room; null for a user's queue,
 * and until the seat has been looked up
 */
public record Subscription(Connection connection, String id, Destination destination, @Nullable Seat seat) {

	/**
	 * Whether it ends with a seat.
	 */
	public boolean dependsOn(Seat freed) {
		return (this.seat != null) ? this.seat.equals(freed) : freed.room().equals(this.destination.room());
	}

}
