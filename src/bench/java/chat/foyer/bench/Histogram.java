package chat.foyer.bench;

/**
 * Counts durations, each to within two per cent.
 */
final class Histogram {

	private static final int BITS = 6;

	private final long[] counts = new long[64 << BITS];

	private long total;

	void add(long nanos) {
		this.counts[bucket(Math.max(nanos, 1L << BITS))]++;
		this.total++;
	}

	/**
	 * The duration that a share of all did not exceed, in milliseconds.
	 */
	double millis(double share) {
		long rank = (long) Math.ceil(share * this.total);
		long seen = 0;
		for (int i = 0; i < this.counts.length; i++) {
			seen += this.counts[i];
			if (seen >= rank && seen > 0) {
				return value(i) / 1e6;
			}
		}
		return Double.NaN;
	}

	private static int bucket(long nanos) {
		int shift = 63 - BITS - Long.numberOfLeadingZeros(nanos);
		return (shift << BITS) + (int) (nanos >>> shift) - (1 << BITS);
	}

	private static double value(int bucket) {
		int mantissa = (1 << BITS) + (bucket & ((1 << BITS) - 1));
		return (double) mantissa * (1L << (bucket >> BITS));
	}

}
