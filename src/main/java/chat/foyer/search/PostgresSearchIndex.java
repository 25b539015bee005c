package chat.foyer.search;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.message.IndexedText;
import chat.foyer.room.RoomKey;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The index in PostgreSQL: a {@code tsvector} of each message, with a GIN index. A
 * message also has a token of its room, so that the index finds the messages of one room
 * only.
 */
@Repository
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class PostgresSearchIndex implements SearchIndex {

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	private final MessageTokens tokens;

	PostgresSearchIndex(JdbcClient jdbc, JdbcTemplate batches, MessageTokens tokens) {
		this.jdbc = jdbc;
		this.batches = batches;
		this.tokens = tokens;
	}

	@Override
	public long indexedTo(RoomKey room) {
		return this.jdbc.sql("select indexed_to from search_room where room = ?")
			.param(room.value())
			.query(Long.class)
			.optional()
			.orElse(0L);
	}

	@Override
	public void add(List<IndexedText> texts) {
		this.batches.batchUpdate("""
				insert into search_room (room, indexed_to) values (?, ?)
				on conflict (room) do update set indexed_to = excluded.indexed_to""", SearchIndex.lastSeqs(texts));
		insert(texts);
	}

	@Override
	public void update(List<IndexedText> texts) {
		List<IndexedText> known = texts.stream().filter((text) -> text.seq() <= indexedTo(text.room())).toList();
		List<Object[]> rows = known.stream().map((text) -> new Object[] { text.room().value(), text.seq() }).toList();
		if (!rows.isEmpty()) {
			this.batches.batchUpdate("delete from search_entry where room = ? and seq = ?", rows);
		}
		insert(known.stream().filter((text) -> text.text() != null).toList());
	}

	@Override
	public boolean hasBefore(RoomKey room, long before) {
		return this.jdbc.sql("select exists (select 1 from search_entry where room = ? and seq < ?)")
			.params(room.value(), before)
			.query(Boolean.class)
			.single();
	}

	@Override
	public int removeBefore(RoomKey room, long before, int limit) {
		return this.jdbc.sql("""
				delete from search_entry where room = ? and seq in (
				    select seq from search_entry where room = ? and seq < ? order by seq limit ?)""")
			.params(room.value(), room.value(), before, limit)
			.update();
	}

	@Override
	public List<Long> find(RoomKey room, SearchQuery query, long from, long before, int limit) {
		return this.jdbc.sql("""
				select seq from search_entry where room = ? and tokens @@ cast(? as tsquery) and seq >= ? and seq < ?
				order by seq desc limit ?""")
			.params(room.value(), match(room, query), from, before, limit)
			.query(Long.class)
			.list();
	}

	private void insert(List<IndexedText> texts) {
		List<Object[]> rows = texts.stream()
			.map((text) -> new Object[] { text.room().value(), text.seq(), vector(text) })
			.toList();
		if (!rows.isEmpty()) {
			this.batches.batchUpdate("insert into search_entry (room, seq, tokens) values (?, ?, cast(? as tsvector))",
					rows);
		}
	}

	/**
	 * The tokens with their positions. Every token stands in quotes, and has none.
	 */
	private String vector(IndexedText text) {
		List<String> tokens = this.tokens.of(text.author(), Objects.requireNonNull(text.text()), text.fileNames());
		return IntStream.range(0, tokens.size())
			.mapToObj((i) -> "'" + tokens.get(i) + "':" + (i + 1))
			.collect(Collectors.joining(" ", "'" + tokenOf(text.room()) + "' ", ""));
	}

	private static String match(RoomKey room, SearchQuery query) {
		Stream<String> required = Stream.of(List.of(Term.of(tokenOf(room))), query.filters(), query.words())
			.flatMap(List::stream)
			.map(PostgresSearchIndex::quote);
		Stream<String> excluded = query.excluded().stream().map((term) -> "!" + quote(term));
		return Stream.concat(required, excluded).collect(Collectors.joining(" & "));
	}

	private static String quote(Term term) {
		return term.tokens()
			.stream()
			.map((token) -> "'" + token + "'")
			.collect(Collectors.joining(" <-> ", "(", (term.isPrefix() ? ":*" : "") + ")"));
	}

	/**
	 * The key as it stands in addresses has no syntax of PostgreSQL.
	 */
	private static String tokenOf(RoomKey room) {
		return MessageTokens.ROOM + room.encoded();
	}

}
