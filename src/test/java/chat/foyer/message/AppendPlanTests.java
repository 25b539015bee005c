package chat.foyer.message;

import chat.foyer.store.TestStore;
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

	@ParameterizedTest
	@ValueSource(strings = { AppendRows.READ, AppendRows.FIND, AppendRows.GROW, Events.AFTER_HEADS })
	void findsRowsByIndex(String statement) {
		String rows = AppendRows.FIND.equals(statement) ? "(?, ?, ?), (?, ?, ?)" : "(?, ?), (?, ?)";
		assertThat(store.jdbc()
			.sql("explain query plan " + statement.formatted(rows))
			.query((row, number) -> row.getString("detail"))
			.list()).isNotEmpty()
			.noneMatch((step) -> step
				.matches("SCAN (event|room|seat|connection_of|last|next)\\b.*|SEARCH (event|last) .*\\(room=\\?\\)"));
	}

}
