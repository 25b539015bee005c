package chat.foyer.message;

import java.util.List;

import chat.foyer.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The statements of a batch find their rows by an index: those that
 * {@code QueryPlanTests} does not see, since they are put together from parts.
 */
class AppendPlanTests {

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	@Test
	void readsLinesByIndex() {
		assertThat(List.of(Events.LINES_BEFORE, Events.LINES_FROM)).allSatisfy((statement) -> assertThat(store.jdbc()
			.sql("explain query plan " + statement)
			.query((row, number) -> row.getString("detail"))
			.list()).anyMatch((step) -> step.matches("SEARCH event USING PRIMARY KEY \\(room=\\? AND seq[<>]\\?\\)"))
			.noneMatch((step) -> step.matches("SCAN (event|room|other|pin|reaction)\\b.*")));
	}

	@Test
	void readsChosenLinesByIndex() {
		assertThat(store.jdbc()
			.sql("explain query plan " + Events.LINES_AT)
			.query((row, number) -> row.getString("detail"))
			.list()).contains("SEARCH event USING PRIMARY KEY (room=? AND seq=?)")
			.noneMatch((step) -> step.matches("SCAN (event|room|other|pin|reaction)\\b.*"));
	}

	@ParameterizedTest
	@ValueSource(strings = { AppendRows.READ, AppendRows.FIND, AppendRows.GROW, AppendRows.LINES, AppendRows.REACTIONS,
			AppendRows.PINS, Events.AFTER_HEADS })
	void findsRowsByIndex(String statement) {
		String rows = switch (statement) {
			case AppendRows.FIND, AppendRows.REACTIONS, AppendRows.GROW -> "(?, ?, ?), (?, ?, ?)";
			case AppendRows.PINS -> "(?), (?)";
			default -> "(?, ?), (?, ?)";
		};
		assertThat(store.jdbc()
			.sql("explain query plan " + statement.formatted(rows))
			.query((row, number) -> row.getString("detail"))
			.list()).isNotEmpty()
			.noneMatch((step) -> step.matches(
					"SCAN (event|room|seat|connection_of|last|line|next|other|reaction|pin)\\b.*|SEARCH (event|last|other) .*\\(room=\\?\\)"));
	}

}
