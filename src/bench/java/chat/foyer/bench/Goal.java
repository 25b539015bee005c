package chat.foyer.bench;

import java.util.List;

/**
 * A line of the table: a figure, and what it must come to.
 *
 * @param workload under which it is measured
 * @param figure what is measured
 * @param words what is asked for; empty where the figure is for information
 * @param test whether it is met
 */
record Goal(Workload workload, Figure figure, String words, Test test) {

	/**
	 * What the project has set itself.
	 */
	static final List<Goal> ALL = List.of(atMostTimes(Workload.W1, Figure.CPU, 0.55),
			atLeast(Workload.W1, Figure.RATE, 0.99 * 20_000), any(Workload.W1, Figure.P50),
			atMostTimes(Workload.W1, Figure.P99, 1), none(Workload.W1, Figure.LATE), none(Workload.W1, Figure.MISSING),
			none(Workload.W1, Figure.REFUSED), atMostTimes(Workload.W2, Figure.CPU, 0.60),
			atLeast(Workload.W2, Figure.RATE, 0.99 * 10_000), any(Workload.W2, Figure.P50),
			atMost(Workload.W2, Figure.P99, 8), none(Workload.W2, Figure.LATE), none(Workload.W2, Figure.MISSING),
			none(Workload.W2, Figure.REFUSED), atLeastTimes(Workload.W3, Figure.RATE, 6), any(Workload.W3, Figure.CPU),
			any(Workload.W3, Figure.P50), any(Workload.W3, Figure.P99), none(Workload.W3, Figure.LATE),
			none(Workload.W3, Figure.MISSING), none(Workload.W3, Figure.REFUSED), any(Workload.W3, Figure.CUT),
			new Goal(Workload.W3T, Figure.RATE, "≥ 0.7 × W3's",
					(results, product,
							baseline) -> product >= 0.7 * results.median(Workload.W3, Side.PRODUCT, Figure.RATE)),
			any(Workload.W3T, Figure.CPU), none(Workload.W3T, Figure.LATE), none(Workload.W3T, Figure.MISSING),
			atMost(Workload.W4, Figure.RESIDENT, 45), any(Workload.W4, Figure.HEAP),
			atMost(Workload.W4, Figure.START, 4),
			new Goal(Workload.W5, Figure.P99, "≤ 1.3 × W1's",
					(results, product,
							baseline) -> product <= 1.3 * results.median(Workload.W1, Side.PRODUCT, Figure.P99)),
			none(Workload.W5, Figure.MISSING), atLeast(Workload.W5, Figure.STOPPED_CUT, Workload.STOPPED),
			atMost(Workload.W5, Figure.LAST_CUT, 15), any(Workload.W5, Figure.GROWTH),
			atMost(Workload.W6, Figure.ROOM_PAGE, 3), atMost(Workload.W6, Figure.ENTRY, 5),
			atMost(Workload.W6, Figure.STATIC_FILE, 0.25), atMost(Workload.W6, Figure.PROBE, 0.25),
			atMost(Workload.W6, Figure.CONNECTION, 3), atMost(Workload.W7, Figure.BACK, 20),
			none(Workload.W7, Figure.REFUSED), none(Workload.W7, Figure.CUT));

	private static Goal any(Workload workload, Figure figure) {
		return new Goal(workload, figure, "", (results, product, baseline) -> true);
	}

	private static Goal none(Workload workload, Figure figure) {
		return new Goal(workload, figure, "0", (results, product, baseline) -> product == 0);
	}

	private static Goal atMost(Workload workload, Figure figure, double most) {
		return new Goal(workload, figure, words("≤ " + ((most < 1) ? "%.2f" : "%,.0f"), most),
				(results, product, baseline) -> product <= most);
	}

	private static Goal atLeast(Workload workload, Figure figure, double least) {
		return new Goal(workload, figure, words("≥ %,.0f", least), (results, product, baseline) -> product >= least);
	}

	private static Goal atMostTimes(Workload workload, Figure figure, double most) {
		return new Goal(workload, figure, words("≤ %.2f ×", most),
				(results, product, baseline) -> product <= most * baseline);
	}

	private static Goal atLeastTimes(Workload workload, Figure figure, double least) {
		return new Goal(workload, figure, words("≥ %.2f ×", least),
				(results, product, baseline) -> product >= least * baseline);
	}

	private static String words(String form, double bound) {
		return form.formatted(bound);
	}

	/**
	 * Decides on the medians of both sides.
	 */
	interface Test {

		boolean isMet(Results results, double product, double baseline);

	}

}
