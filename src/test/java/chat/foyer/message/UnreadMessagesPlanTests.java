package chat.foyer.message;

import java.util.List;

import chat.foyer.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the plans that SQLite makes for the statements of {@link UnreadMessages}.
 */
class UnreadMessagesPlanTests {

	@RegisterExtension
	static final TestStore store = new TestStore();

	@Test
	void findsMessagesByAnIndex() {
		for (String query : List.of(UnreadMessages.COUNTS, UnreadMessages.TEXTS, UnreadMessages.AUTHORS)) {
			String statement = UnreadMessages.READER.formatted("('1', 'attic', 2, 9)") + query;
			assertThat(store.jdbc()
				.sql("explain query plan " + statement)
				.query((row, number) -> row.getString("detail"))
				.list()).isNotEmpty().noneMatch((step) -> step.matches("SCAN (event|room)\\b.*"));
		}
	}

}
