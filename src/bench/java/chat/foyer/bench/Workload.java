package chat.foyer.bench;

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
	W7(2_000, 200, 0);

	static final int STOPPED = 50;

	private final int guests;

	private final int rooms;

	private final int messagesPerSecond;

	Workload(int guests, int rooms, int messagesPerSecond) {
		this.guests = guests;
		this.rooms = rooms;
		this.messagesPerSecond = messagesPerSecond;
	}

	int guests() {
		return this.guests;
	}

	int rooms() {
		return this.rooms;
	}

	Load load() {
		return (this.messagesPerSecond > 0) ? new SteadyLoad(this.messagesPerSecond) : new SaturatingLoad();
	}

}
