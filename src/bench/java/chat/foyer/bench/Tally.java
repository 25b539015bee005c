package chat.foyer.bench;

/**
 * What came, how late, and whether every member got everything once and in order.
 */
final class Tally {

	private final Histogram latencies = new Histogram();

	private final Histogram elsewhere = new Histogram();

	private final Histogram replies = new Histogram();

	private long deliveries;

	private long answers;

	private double skipped;

	private double late;

	private double refused;

	private double cut;

	void delivered(long nanos) {
		this.deliveries++;
		this.latencies.add(nanos);
	}

	/**
	 * Counts a delivery to a member at another node than the sender.
	 */
	void deliveredElsewhere(long nanos) {
		this.elsewhere.add(nanos);
	}

	/**
	 * Counts a message that the server has confirmed.
	 */
	void confirmed(long nanos) {
		this.answers++;
		this.replies.add(nanos);
	}

	/**
	 * Compares a number with the highest one that the member has got in its room.
	 */
	void numbered(long seq, long highest) {
		if (seq <= highest) {
			this.late++;
		}
		else if (highest > 0) {
			this.skipped += seq - highest - 1;
		}
	}

	/**
	 * Counts events of the room that the member has not got.
	 */
	void skipped(long events) {
		this.skipped += events;
	}

	void refused() {
		this.refused++;
	}

	void cut() {
		this.cut++;
	}

	Histogram latencies() {
		return this.latencies;
	}

	/**
	 * How late members at another node than the sender got something.
	 */
	Histogram elsewhere() {
		return this.elsewhere;
	}

	/**
	 * How late senders got their answers.
	 */
	Histogram replies() {
		return this.replies;
	}

	long deliveries() {
		return this.deliveries;
	}

	/**
	 * How many messages were confirmed.
	 */
	long confirmations() {
		return this.answers;
	}

	/**
	 * Events that came after a later one, or once more.
	 */
	double late() {
		return this.late;
	}

	/**
	 * Events that were skipped and never came.
	 */
	double missing() {
		return Math.max(0, this.skipped - this.late);
	}

	double refusals() {
		return this.refused;
	}

	double cuts() {
		return this.cut;
	}

}
