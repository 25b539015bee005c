package chat.foyer.bench;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A line of the table: a figure, and what it must come to.
 *
 * @param workload under which it is measured
 * @param figure what is measured
 * @param side whose figure it is
 * @param other with whom it is compared, if with anybody
 * @param words what is asked for; empty where the figure is for information
 * @param test whether it is met
 */
record Goal(Workload workload, Figure figure, Side side, @Nullable Side other, String words, Test test) {

	private static final List<Goal> ONE_MACHINE = List.of(atMostTimes(Workload.W1, Figure.CPU, 0.55),
			atLeast(Workload.W1, Figure.RATE, 0.99 * 20_000), any(Workload.W1, Figure.P50),
			atMostTimes(Workload.W1, Figure.P99, 1), none(Workload.W1, Figure.LATE), none(Workload.W1, Figure.MISSING),
			none(Workload.W1, Figure.REFUSED), atMostTimes(Workload.W2, Figure.CPU, 0.60),
			atLeast(Workload.W2, Figure.RATE, 0.99 * 10_000), any(Workload.W2, Figure.P50),
			atMost(Workload.W2, Figure.P99, 8), none(Workload.W2, Figure.LATE), none(Workload.W2, Figure.MISSING),
			none(Workload.W2, Figure.REFUSED), atLeastTimes(Workload.W3, Figure.RATE, 6), any(Workload.W3, Figure.CPU),
			any(Workload.W3, Figure.P50), any(Workload.W3, Figure.P99), none(Workload.W3, Figure.LATE),
			none(Workload.W3, Figure.MISSING), none(Workload.W3, Figure.REFUSED), any(Workload.W3, Figure.CUT),
			product(Workload.W3T, Figure.RATE, "≥ 0.7 × W3's",
					(results, value, other) -> value >= 0.7 * results.median(Workload.W3, Side.PRODUCT, Figure.RATE)),
			any(Workload.W3T, Figure.CPU), none(Workload.W3T, Figure.LATE), none(Workload.W3T, Figure.MISSING),
			atMost(Workload.W4, Figure.RESIDENT, 45), any(Workload.W4, Figure.HEAP),
			atMost(Workload.W4, Figure.START, 4),
			product(Workload.W5, Figure.P99, "≤ 1.3 × W1's",
					(results, value, other) -> value <= 1.3 * results.median(Workload.W1, Side.PRODUCT, Figure.P99)),
			none(Workload.W5, Figure.MISSING), atLeast(Workload.W5, Figure.STOPPED_CUT, Workload.STOPPED),
			atMost(Workload.W5, Figure.LAST_CUT, 15), any(Workload.W5, Figure.GROWTH),
			atMost(Workload.W6, Figure.ROOM_PAGE, 3), atMost(Workload.W6, Figure.ENTRY, 5),
			atMost(Workload.W6, Figure.STATIC_FILE, 0.25), atMost(Workload.W6, Figure.PROBE, 0.25),
			atMost(Workload.W6, Figure.CONNECTION, 3), atMost(Workload.W7, Figure.BACK, 20),
			none(Workload.W7, Figure.REFUSED), none(Workload.W7, Figure.CUT));

	private static final List<Goal> NODES = List.of(atLeast(Workload.C1, Figure.MESSAGES, 990).of(Side.POSTGRES),
			any(Workload.C1, Figure.REPLY_P99).of(Side.POSTGRES), any(Workload.C1, Figure.P99).of(Side.POSTGRES),
			any(Workload.C1, Figure.CPU).of(Side.POSTGRES), none(Workload.C1, Figure.MISSING).of(Side.POSTGRES),
			atLeast(Workload.C1, Figure.MESSAGES, 990).of(Side.CLUSTER),
			atMost(Workload.C1, Figure.REPLY_P99, 15).of(Side.CLUSTER),
			atMost(Workload.C1, Figure.ELSEWHERE_P99, 30).of(Side.CLUSTER),
			any(Workload.C1, Figure.CPU).of(Side.CLUSTER, Side.POSTGRES),
			none(Workload.C1, Figure.LATE).of(Side.CLUSTER), none(Workload.C1, Figure.MISSING).of(Side.CLUSTER),
			none(Workload.C1, Figure.REFUSED).of(Side.CLUSTER),
			atLeast(Workload.C2, Figure.MESSAGES, 20_000).of(Side.POSTGRES),
			none(Workload.C2, Figure.MISSING).of(Side.POSTGRES), none(Workload.C2, Figure.REFUSED).of(Side.POSTGRES),
			atLeast(Workload.C2, Figure.MESSAGES, 10_000).of(Side.CLUSTER),
			none(Workload.C2, Figure.LATE).of(Side.CLUSTER), none(Workload.C2, Figure.MISSING).of(Side.CLUSTER),
			none(Workload.C2, Figure.REFUSED).of(Side.CLUSTER), any(Workload.C3, Figure.MESSAGES).of(Side.POSTGRES),
			atLeast(Workload.C3, Figure.MESSAGES, 10_000).of(Side.CLUSTER),
			none(Workload.C3, Figure.LATE).of(Side.CLUSTER), none(Workload.C3, Figure.MISSING).of(Side.CLUSTER),
			none(Workload.C3, Figure.REFUSED).of(Side.CLUSTER),
			atMostTimes(Workload.C4, Figure.CPU, 1.5).of(Side.POSTGRES, Side.PRODUCT),
			atMostTimes(Workload.C4, Figure.CPU, 1.2).of(Side.CLUSTER, Side.POSTGRES),
			any(Workload.C4, Figure.P99).of(Side.PRODUCT), any(Workload.C4, Figure.P99).of(Side.POSTGRES),
			any(Workload.C4, Figure.P99).of(Side.CLUSTER), none(Workload.C4, Figure.MISSING).of(Side.POSTGRES),
			none(Workload.C4, Figure.MISSING).of(Side.CLUSTER));

	/**
	 * What the project has set itself.
	 */
	static final List<Goal> ALL = Stream.of(ONE_MACHINE, NODES).flatMap(List::stream).toList();

	/**
	 * The same goal for another side than the product on one machine.
	 */
	private Goal of(Side side) {
		return new Goal(this.workload, this.figure, side, null, this.words, this.test);
	}

	/**
	 * The same goal for other sides than the product and the baseline.
	 */
	private Goal of(Side side, Side other) {
		return new Goal(this.workload, this.figure, side, other, this.words, this.test);
	}

	/**
	 * A goal of the product on one machine, beside the baseline.
	 */
	private static Goal product(Workload workload, Figure figure, String words, Test test) {
		return new Goal(workload, figure, Side.PRODUCT, Side.BASELINE, words, test);
	}

	private static Goal any(Workload workload, Figure figure) {
		return product(workload, figure, "", (results, value, other) -> true);
	}

	private static Goal none(Workload workload, Figure figure) {
		return product(workload, figure, "0", (results, value, other) -> value == 0);
	}

	private static Goal atMost(Workload workload, Figure figure, double most) {
		return product(workload, figure, words("≤ " + ((most < 1) ? "%.2f" : "%,.0f"), most),
				(results, value, other) -> value <= most);
	}

	private static Goal atLeast(Workload workload, Figure figure, double least) {
		return product(workload, figure, words("≥ %,.0f", least), (results, value, other) -> value >= least);
	}

	private static Goal atMostTimes(Workload workload, Figure figure, double most) {
		return product(workload, figure, words("≤ %.2f ×", most), (results, value, other) -> value <= most * other);
	}

	private static Goal atLeastTimes(Workload workload, Figure figure, double least) {
		return product(workload, figure, words("≥ %.2f ×", least), (results, value, other) -> value >= least * other);
	}

	private static String words(String form, double bound) {
		return form.formatted(bound);
	}

	/**
	 * Decides on the medians of both sides.
	 */
	interface Test {

		boolean isMet(Results results, double value, double other);

	}

}
