package chat.foyer.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.message.IndexedText;
import chat.foyer.room.RoomKey;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The index in SQLite, by FTS5. A message has a place: the number of its room, which is
 * given by the index, and its number in the room. So the messages of a room stand
 * together in their order, and the newest hits of a room are read first, without those of
 * other rooms.
 * <p>
 * {@code search_entry} has the tokens of each message. FTS5 needs them to remove a
 * message from its pages; those that a later version of the tokenizer makes of the same
 * text would leave some there.
 */
@Repository
@ConditionalOnDatabase(DatabaseKind.SQLITE)
class SqliteSearchIndex implements SearchIndex {

	/**
	 * The numbers of a room, as many as a place has room for.
	 */
	private static final long ROOM_SIZE = 1L << 40;

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	private final MessageTokens tokens;

	SqliteSearchIndex(JdbcClient jdbc, JdbcTemplate batches, MessageTokens tokens) {
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
		insert(texts, rooms(texts));
	}

	@Override
	public void update(List<IndexedText> texts) {
		Map<RoomKey, IndexedRoom> rooms = rooms(texts);
		List<IndexedText> known = texts.stream()
			.filter((text) -> text.seq() <= Objects.requireNonNull(rooms.get(text.room())).indexedTo())
			.toList();
		remove(known.stream().map((text) -> place(text, rooms)).sorted().toList());
		insert(known.stream().filter((text) -> text.text() != null).toList(), rooms);
	}

	@Override
	public boolean hasBefore(RoomKey room, long before) {
		long number = find(room).number();
		return this.jdbc.sql("select exists (select 1 from search_entry where place between ? and ?)")
			.params(place(number, 0), place(number, before - 1))
			.query(Boolean.class)
			.single();
	}

	@Override
	public int removeBefore(RoomKey room, long before, int limit) {
		long number = find(room).number();
		List<Long> places = this.jdbc.sql("select place from search_entry where place between ? and ? limit ?")
			.params(place(number, 0), place(number, before - 1), limit)
			.query(Long.class)
			.list();
		remove(places);
		return places.size();
	}

	@Override
	public List<Long> find(RoomKey room, SearchQuery query, long from, long before, int limit) {
		long number = find(room).number();
		return this.jdbc.sql("""
				select rowid from search_index where search_index match ? and rowid between ? and ?
				order by rowid desc limit ?""")
			.params(match(number, query), place(number, from), place(number, Math.min(before, ROOM_SIZE) - 1), limit)
			.query(Long.class)
			.list()
			.stream()
			.map((place) -> place % ROOM_SIZE)
			.toList();
	}

	private IndexedRoom find(RoomKey room) {
		return this.jdbc.sql("select number, indexed_to from search_room where room = ?")
			.param(room.value())
			.query(IndexedRoom.class)
			.optional()
			.orElse(IndexedRoom.NONE);
	}

	private Map<RoomKey, IndexedRoom> rooms(List<IndexedText> texts) {
		return texts.stream()
			.map(IndexedText::room)
			.distinct()
			.collect(Collectors.toMap(Function.identity(), this::find));
	}

	/**
	 * Inserts in rising order: FTS5 begins a new segment for each step back.
	 */
	private void insert(List<IndexedText> texts, Map<RoomKey, IndexedRoom> rooms) {
		List<Object[]> rows = texts.stream()
			.map((text) -> new Object[] { place(text, rooms), tokens(text, rooms) })
			.sorted(Comparator.comparing((row) -> (Long) row[0]))
			.toList();
		if (!rows.isEmpty()) {
			this.batches.batchUpdate("insert into search_entry (place, tokens) values (?, ?)", rows);
			this.batches.batchUpdate("insert into search_index (rowid, tokens) values (?, ?)", rows);
		}
	}

	private String tokens(IndexedText text, Map<RoomKey, IndexedRoom> rooms) {
		List<String> words = this.tokens.of(text.author(), Objects.requireNonNull(text.text()), text.fileNames());
		return MessageTokens.ROOM + Objects.requireNonNull(rooms.get(text.room())).number() + " "
				+ String.join(" ", words);
	}

	/**
	 * FTS5 reads the tokens in {@code search_entry}, so they are removed last.
	 */
	private void remove(List<Long> places) {
		List<Object[]> rows = places.stream().map((place) -> new Object[] { place }).toList();
		if (!rows.isEmpty()) {
			this.batches.batchUpdate("delete from search_index where rowid = ?", rows);
			this.batches.batchUpdate("delete from search_entry where place = ?", rows);
		}
	}

	private static long place(IndexedText text, Map<RoomKey, IndexedRoom> rooms) {
		return place(Objects.requireNonNull(rooms.get(text.room())).number(), text.seq());
	}

	private static long place(long room, long seq) {
		return room * ROOM_SIZE + seq;
	}

	/**
	 * The expression of FTS5 for a query. Every token stands in double quotes, and has
	 * none.
	 */
	private static String match(long room, SearchQuery query) {
		List<String> required = new ArrayList<>(List.of(quote(Term.of(MessageTokens.ROOM + room))));
		Stream.of(query.filters(), query.words()).flatMap(List::stream).forEach((term) -> required.add(quote(term)));
		StringBuilder match = new StringBuilder("(").append(String.join(" AND ", required)).append(")");
		query.excluded().forEach((term) -> match.append(" NOT ").append(quote(term)));
		return match.toString();
	}

	private static String quote(Term term) {
		return "\"" + String.join(" ", term.tokens()) + "\"" + (term.isPrefix() ? " *" : "");
	}

	private record IndexedRoom(long number, long indexedTo) {

		/**
		 * No room has this number.
		 */
		private static final IndexedRoom NONE = new IndexedRoom(0, 0);

	}

}
