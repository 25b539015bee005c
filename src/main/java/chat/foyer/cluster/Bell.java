package chat.foyer.cluster;

/**
 * Wakes the other nodes. What they receive is published there as a {@link Ring}. A ring
 * may be lost, repeated or late: the database stays the only truth, and each node looks
 * into it every second without any bell.
 */
interface Bell {

	/**
	 * Sends a ring to all other nodes, possibly together with others. Does not block.
	 */
	void ring(Ring ring);

}
