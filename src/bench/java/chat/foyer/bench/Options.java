package chat.foyer.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What to measure, and how long.
 *
 * @param workloads which of them
 * @param sides the product, the baseline, and the product on PostgreSQL with one node and
 * with three
 * @param rounds how often product and baseline take turns
 * @param warmUp before the first round of a workload; the just-in-time compiler, which
 * shares two processors with the load, is busy for nearly a minute after the start
 * @param measure of each round
 * @param jvm options for the servers' JVMs
 * @param folder where servers keep their files, and the result is written
 */
record Options(Set<Workload> workloads, Set<Side> sides, int rounds, Duration warmUp, Duration measure,
		List<String> jvm, Path folder) {

	private static final Map<String, String> DEFAULTS = Map.of("workloads", "W1,W2,W3,W3T,W4,W5,W6,W7,C1,C2,C3,C4",
			"sides", "product,baseline,postgres,cluster", "rounds", "3", "warm-up", "45", "measure", "6", "jvm", "",
			"folder", "target/benchmark");

	/**
	 * Reads arguments such as {@code --rounds=3}; the durations are in seconds.
	 */
	static Options of(String[] arguments) {
		Map<String, String> values = new TreeMap<>(DEFAULTS);
		for (String argument : arguments) {
			String[] option = argument.split("=", 2);
			if (option.length < 2 || values.replace(option[0].substring(2), option[1]) == null) {
				throw new IllegalArgumentException(argument + " is none of " + values.keySet());
			}
		}
		return new Options(set(Workload.class, values.get("workloads")), set(Side.class, values.get("sides")),
				Integer.parseInt(values.get("rounds")), seconds(values.get("warm-up")), seconds(values.get("measure")),
				Arrays.stream(values.get("jvm").split(" ", -1)).filter((option) -> !option.isEmpty()).toList(),
				Path.of(values.get("folder")).toAbsolutePath());
	}

	private static <E extends Enum<E>> Set<E> set(Class<E> type, String names) {
		return Arrays.stream(names.split(",", -1))
			.map((name) -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
	}

	private static Duration seconds(String value) {
		return Duration.ofSeconds(Long.parseLong(value));
	}

}
