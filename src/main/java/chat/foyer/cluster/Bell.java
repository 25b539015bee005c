package chat.foyer.cluster;

/**
 * Notifies the other nodes, where each {@link Ring} is published as an application event.
 * A ring may be lost, repeated or late: the database is the source of truth, and each
 * node reads it every second in any case.
 * <p>
 * Thread-safe.
 */
interface Bell {

	/**
	 * Sends a ring to all other nodes, possibly together with others. Does not block.
	 */
	void ring(Ring ring);

}
