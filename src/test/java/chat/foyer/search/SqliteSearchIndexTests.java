package chat.foyer.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import chat.foyer.message.IndexedText;
import chat.foyer.message.LogParts;
import chat.foyer.room.RoomKey;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SqliteSearchIndex}.
 */
class SqliteSearchIndexTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	private final SearchIndex index = store.get(SearchIndex.class);

	@Test
	void wordsOfRemovedMessagesLeaveTheFile() throws IOException {
		run(() -> this.index.add(messages(1, 300, "common word")));
		run(() -> this.index.add(List.of(text(301, "xylophone quagmire"))));
		run(() -> this.index.add(messages(302, 500, "common word")));
		assertThat(files()).contains("xylophone");
		run(() -> this.index.update(List.of(text(301, null))));
		store.jdbc().sql("pragma wal_checkpoint(truncate)").query().listOfRows();
		assertThat(files()).doesNotContain("xylophone").doesNotContain("quagmire").contains("common");
		assertThat(find("xylophone")).isEmpty();
	}

	@Test
	void indexStaysConsistent() {
		run(() -> this.index.add(messages(1, 50, "lake")));
		run(() -> this.index.update(List.of(text(7, "mountain"), text(3, null), text(50, "mountain lake"))));
		run(() -> this.index.removeBefore(ATTIC, 6, 100));
		run(() -> store.jdbc()
			.sql("insert into search_index (search_index, rank) values ('integrity-check', 1)")
			.update());
		assertThat(find("mountain")).containsExactly(50L, 7L);
		assertThat(find("lake")).hasSize(44);
	}

	private List<Long> find(String query) {
		return this.index.find(ATTIC, SearchQuery.parse(query), 0, Long.MAX_VALUE, 100);
	}

	private static List<IndexedText> messages(long first, long last, String text) {
		return LongStream.rangeClosed(first, last).mapToObj((seq) -> text(seq, text + " " + seq)).toList();
	}

	private static IndexedText text(long seq, String text) {
		return new IndexedText(ATTIC, seq, "Ann", text, List.of());
	}

	private static void run(Runnable write) {
		store.get(TransactionTemplate.class).executeWithoutResult((transaction) -> write.run());
	}

	private static String files() throws IOException {
		Path file = Path.of(store.jdbc()
			.sql("select file from pragma_database_list where name = 'main'")
			.query(String.class)
			.single());
		StringBuilder content = new StringBuilder();
		try (Stream<Path> files = Files.list(file.getParent())) {
			for (Path each : files.toList()) {
				content.append(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1));
			}
		}
		return content.toString();
	}

}
