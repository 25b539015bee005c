package chat.foyer.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was measured, round by round.
 */
final class Results {

	private final Map<Key, List<Double>> values = new HashMap<>();

	void add(Workload workload, Side side, Figure figure, double value) {
		this.values.computeIfAbsent(new Key(workload, side, figure), (key) -> new ArrayList<>()).add(value);
	}

	/**
	 * The median of the rounds; not a number if there was none.
	 */
	double median(Workload workload, Side side, Figure figure) {
		double[] sorted = rounds(workload, side, figure).stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return Double.NaN;
		}
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	List<Double> rounds(Workload workload, Side side, Figure figure) {
		return this.values.getOrDefault(new Key(workload, side, figure), List.of());
	}

	private record Key(Workload workload, Side side, Figure figure) {
	}

}
