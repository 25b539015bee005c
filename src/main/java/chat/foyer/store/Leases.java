package chat.foyer.store;

import java.time.Duration;

/**
 * Leases of tasks that only one node performs at a time.
 * <p>
 * Thread-safe; calls block on the database.
 */
public interface Leases {

	/**
	 * There are no other nodes.
	 */
	Leases NO_OTHERS = (name, time) -> true;

	/**
	 * Takes or renews a lease for this node, unless another node has it.
	 * @param name the name of the task
	 * @param time how long the lease lasts; always the same for one name
	 * @return whether this node has the lease now
	 */
	boolean take(String name, Duration time);

}
