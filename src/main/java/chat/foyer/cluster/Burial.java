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
 * Takes the seats from a node that is gone. The guests who are on no other node leave.
 * <p>
 * Several nodes may do so at once; blocks on the database.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class Burial {

	/**
	 * So many departures keep the messages of others waiting for some milliseconds only.
	 */
	private static final int AT_A_TIME = 250;

	private final NodeSeats seats;

	private final EventLog log;

	Burial(NodeSeats seats, EventLog log) {
		this.seats = seats;
		this.log = log;
	}

	/**
	 * Buries a node.
	 * @param mayGoOn is asked between the parts of the work
	 * @return whether the node has no seats any more
	 */
	boolean bury(String node, BooleanSupplier mayGoOn) {
		List<Seat> all = this.seats.of(node);
		for (int start = 0; start < all.size(); start += AT_A_TIME) {
			if (!mayGoOn.getAsBoolean()) {
				return false;
			}
			List<Seat> some = all.subList(start, Math.min(start + AT_A_TIME, all.size()));
			CompletableFuture.allOf(some.stream().map((seat) -> leave(seat, node)).toArray(CompletableFuture[]::new))
				.join();
		}
		// Some may have failed, or come in between.
		return all.isEmpty() || this.seats.of(node).isEmpty();
	}

	/**
	 * Completes when the departure is stored or has failed.
	 */
	private CompletableFuture<?> leave(Seat seat, String node) {
		return this.log.leave(seat, node).handle((event, failure) -> seat);
	}

}
