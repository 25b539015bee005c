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

	private static final String FORM = "%-4s %-38s %-9s %14s %-9s %14s %8s  %-14s %s%n";

	private final List<Row> rows;

	private final List<String> notes;

	Report(Results results, List<String> notes) {
		this.rows = Goal.ALL.stream()
			.filter((goal) -> !rounds(goal, goal.side(), results).isEmpty()
					|| !rounds(goal, goal.other(), results).isEmpty())
			.map((goal) -> row(goal, results))
			.toList();
		this.notes = notes;
	}

	String table() {
		StringBuilder table = new StringBuilder(
				FORM.formatted("", "figure", "side", "measured", "beside", "measured", "ratio", "goal", "met"));
		for (Row row : this.rows) {
			table.append(FORM.formatted(row.workload(), row.figure(), row.side(), number(row.value()),
					(row.otherSide() != null) ? row.otherSide() : "",
					(row.otherSide() != null) ? number(row.otherValue()) : "",
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
		Side otherSide = goal.other();
		double value = results.median(goal.workload(), goal.side(), goal.figure());
		double other = (otherSide != null) ? results.median(goal.workload(), otherSide, goal.figure()) : Double.NaN;
		return new Row(goal.workload().name(), goal.figure().label(), goal.side().label(), finite(value),
				(otherSide != null) ? otherSide.label() : null, finite(other), finite(value / other), goal.words(),
				goal.words().isEmpty() ? null : goal.test().isMet(results, value, other),
				rounds(goal, goal.side(), results), rounds(goal, otherSide, results));
	}

	private static List<Double> rounds(Goal goal, @Nullable Side side, Results results) {
		return (side != null) ? results.rounds(goal.workload(), side, goal.figure()) : List.of();
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
	private record Row(String workload, String figure, String side, @Nullable Double value, @Nullable String otherSide,
			@Nullable Double otherValue, @Nullable Double ratio, String goal, @Nullable Boolean met,
			List<Double> rounds, List<Double> otherRounds) {
	}

	private record Document(List<Row> rows, List<String> notes) {
	}

}
