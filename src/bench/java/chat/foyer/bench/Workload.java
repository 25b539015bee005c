package chat.foyer.bench;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the servers are put through.
 */
enum Workload {

	/**
	 * 1,000 in one room, 20 messages a second.
	 */
	W1(1_000, 1, 20),

	/**
	 * 1,000 in 100 rooms, 1,000 messages a second.
	 */
	W2(1_000, 100, 1_000),

	/**
	 * 200 in one room, as fast as it goes.
	 */
	W3(200, 1, 0),

	/**
	 * As W3, with text instead of binary frames.
	 */
	W3T(200, 1, 0),

	/**
	 * 5,000 who say nothing.
	 */
	W4(5_000, 500, 0),

	/**
	 * As W1, but 50 stop reading.
	 */
	W5(1_000, 1, 20),

	/**
	 * Pages, static files, probes and connections, one after the other.
	 */
	W6(1, 1, 0),

	/**
	 * 2,000 come back at once after a restart.
	 */
	W7(2_000, 200, 0),

	/**
	 * 3 in each of 100 rooms, 1,000 messages a second.
	 */
	C1(300, 100, 1_000),

	/**
	 * 3 in one room, as fast as it goes.
	 */
	C2(3, 1, 0, 3, 80),

	/**
	 * 2 in each of 1,000 rooms, as fast as it goes.
	 */
	C3(2_000, 1_000, 0, 1_000, 1),

	/**
	 * W1 on SQLite, and on PostgreSQL with one node and with three.
	 */
	C4(1_000, 1, 20);

	static final int STOPPED = 50;

	private final int guests;

	private final int rooms;

	private final int messagesPerSecond;

	private final int senders;

	private final int outstanding;

	Workload(int guests, int rooms, int messagesPerSecond) {
		this(guests, rooms, messagesPerSecond, 10, 4);
	}

	Workload(int guests, int rooms, int messagesPerSecond, int senders, int outstanding) {
		this.guests = guests;
		this.rooms = rooms;
		this.messagesPerSecond = messagesPerSecond;
		this.senders = senders;
		this.outstanding = outstanding;
	}

	int guests() {
		return this.guests;
	}

	int rooms() {
		return this.rooms;
	}

	/**
	 * What its guests say, from the beginning.
	 */
	Load load() {
		return (this.messagesPerSecond > 0) ? new SteadyLoad(this.messagesPerSecond)
				: new SaturatingLoad(this.senders, this.outstanding);
	}

	/**
	 * Those who are put through it.
	 */
	Set<Side> sides() {
		return switch (this) {
			case C1, C2, C3 -> EnumSet.of(Side.POSTGRES, Side.CLUSTER);
			case C4 -> EnumSet.of(Side.PRODUCT, Side.POSTGRES, Side.CLUSTER);
			default -> EnumSet.of(Side.PRODUCT, Side.BASELINE);
		};
	}

}
