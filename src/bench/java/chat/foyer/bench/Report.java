package chat.foyer.bench;

import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result as a table to read, and as a file for programs.
 */
final class Report {

	private static final String FORM = "%-4s %-38s %14s %14s %8s  %-14s %s%n";

	private final List<Row> rows;

	private final List<String> notes;

	Report(Results results, List<String> notes) {
		this.rows = Goal.ALL.stream()
			.filter((goal) -> !results.rounds(goal.workload(), Side.PRODUCT, goal.figure()).isEmpty()
					|| !results.rounds(goal.workload(), Side.BASELINE, goal.figure()).isEmpty())
			.map((goal) -> row(goal, results))
			.toList();
		this.notes = notes;
	}

	String table() {
		StringBuilder table = new StringBuilder(
				FORM.formatted("", "figure", "product", "baseline", "ratio", "goal", "met"));
		for (Row row : this.rows) {
			table.append(FORM.formatted(row.workload(), row.figure(), number(row.product()), number(row.baseline()),
					(row.ratio() != null) ? "%.2f".formatted(row.ratio()) : "", row.goal(),
					(row.met() == null) ? "" : row.met() ? "yes" : "NO"));
		}
		this.notes.forEach((note) -> table.append("- ").append(note).append('\n'));
		return table.toString();
	}

	void write(Path file) {
		JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT)
			.build()
			.writeValue(file.toFile(), new Document(this.rows, this.notes));
	}

	private static Row row(Goal goal, Results results) {
		double product = results.median(goal.workload(), Side.PRODUCT, goal.figure());
		double baseline = results.median(goal.workload(), Side.BASELINE, goal.figure());
		return new Row(goal.workload().name(), goal.figure().label(), finite(product), finite(baseline),
				finite(product / baseline), goal.words(),
				goal.words().isEmpty() ? null : goal.test().isMet(results, product, baseline),
				results.rounds(goal.workload(), Side.PRODUCT, goal.figure()),
				results.rounds(goal.workload(), Side.BASELINE, goal.figure()));
	}

	private static @Nullable Double finite(double value) {
		return Double.isFinite(value) ? value : null;
	}

	private static String number(@Nullable Double value) {
		if (value == null) {
			return "-";
		}
		return ((value == Math.rint(value) || value >= 1_000) ? "%,.0f" : "%,.2f").formatted(value);
	}

	@JsonInclude(Include.NON_NULL)
	private record Row(String workload, String figure, @Nullable Double product, @Nullable Double baseline,
			@Nullable Double ratio, String goal, @Nullable Boolean met, List<Double> productRounds,
			List<Double> baselineRounds) {
	}

	private record Document(List<Row> rows, List<String> notes) {
	}

}
