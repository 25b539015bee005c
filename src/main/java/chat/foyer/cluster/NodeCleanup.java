package chat.foyer.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import chat.foyer.message.EventLog;
import chat.foyer.message.NodeSeats;
import chat.foyer.room.Seat;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;

import org.springframework.stereotype.Component;

/**
 * Removes the seats of a node that was removed. Guests who are on no other node leave.
 * <p>
 * Several nodes may clean up the same one at once. Blocks on the database.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class NodeCleanup {

	/**
	 * Limits how long the messages of other guests wait: this many departures take a few
	 * milliseconds.
	 */
	private static final int BATCH_SIZE = 250;

	private final NodeSeats seats;

	private final EventLog log;

	NodeCleanup(NodeSeats seats, EventLog log) {
		this.seats = seats;
		this.log = log;
	}

	/**
	 * Removes the seats of a node.
	 * @param mayContinue is asked before each batch
	 * @return whether the node has no seats any more
	 */
	boolean cleanUp(String node, BooleanSupplier mayContinue) {
		List<Seat> all = this.seats.of(node);
		for (int start = 0; start < all.size(); start += BATCH_SIZE) {
			if (!mayContinue.getAsBoolean()) {
				return false;
			}
			List<Seat> some = all.subList(start, Math.min(start + BATCH_SIZE, all.size()));
			CompletableFuture.allOf(some.stream().map((seat) -> leave(seat, node)).toArray(CompletableFuture[]::new))
				.join();
		}
		// Some departures may have failed, and the node may have stored seats meanwhile.
		return all.isEmpty() || this.seats.of(node).isEmpty();
	}

	/**
	 * Completes when the departure is stored or has failed.
	 */
	private CompletableFuture<?> leave(Seat seat, String node) {
		return this.log.leave(seat, node).handle((event, failure) -> seat);
	}

}
