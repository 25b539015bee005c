package chat.foyer.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The stored events of all rooms. {@link EventLog} appends to them.
 * <p>
 * Thread-safe; calls block on the database. Pages come with the HTML of their messages,
 * which the calling thread renders unless {@link RenderingCache} has it.
 */
@Repository
public class Events {

	/**
	 * The columns of an event, with those of the message that it edits or replies to.
	 */
	static final String COLUMNS = """
			 event.seq, event.type, event.id, event.author, event.text, event.at, event.color, event.follows,
			    event.re, event.of, event.data, event.rev, event.edited_at, event.deleted_at,
			    other.author as other_author, other.text as other_text, other.data as other_data
			""";

	static final String OTHER = """
			left join event as other
			    on other.room = event.room and other.seq = coalesce(event.of, event.re)
			""";

	private static final String SELECT = "select" + COLUMNS + "from event " + OTHER;

	/**
	 * The limit of a room counts from its first event after the head, since those before
	 * it may have been purged.
	 */
	static final String AFTER_HEADS = "with head (room, seq) as (values %s) select event.room," + COLUMNS + """
			from head join event on event.room = head.room and event.seq > head.seq
			    and event.seq < (select min(next.seq) from event as next
			        where next.room = head.room and next.seq > head.seq) + ?
			""" + OTHER + "order by event.room, event.seq";

	/**
	 * Some lines of a room with their reactions, pins and the end of the log, in one
	 * statement: so all are of the same moment.
	 */
	private static final String LINES = "with line as (" + SELECT + """
			where event.room = :room and %s and event.type in ('message', 'join', 'leave')
			    order by event.seq %s limit :limit),
			chip as (
			    select reaction.of as chip_of, reaction.emoji, reaction.author as reactor,
			        count(*) over chips as reactions, min(reaction.seq) over chips as first_reaction,
			        max(case when reaction.seat = :reader then 1 else 0 end) over chips as mine,
			        row_number() over (partition by reaction.of, reaction.emoji order by reaction.seq) as place
			    from line join reaction on reaction.room = :room and reaction.of = line.seq
			    window chips as (partition by reaction.of, reaction.emoji))
			select line.*, room.last_seq, (select min(event.seq) from event where event.room = :room) as first_seq,
			    pin.of as pinned, chip.emoji, chip.reactor, chip.reactions, chip.mine
			from line join room on room.room = :room
			left join pin on pin.room = :room and pin.of = line.seq
			left join chip on chip.chip_of = line.seq and chip.place <= :names
			order by line.seq, chip.first_reaction, chip.place""";

	static final String LINES_BEFORE = LINES.formatted("event.seq < :seq", "desc");

	static final String LINES_FROM = LINES.formatted("event.seq >= :seq", "asc");

	static final String LINES_AT = LINES.formatted("event.seq in (:seqs)", "desc");

	private static final int ROOMS_A_QUERY = 1_000;

	private final JdbcClient jdbc;

	private final JdbcTemplate template;

	private final RenderingCache renderings;

	private final MessageFiles files;

	Events(JdbcClient jdbc, JdbcTemplate template, RenderingCache renderings, MessageFiles files) {
		this.jdbc = jdbc;
		this.template = template;
		this.renderings = renderings;
		this.files = files;
	}

	/**
	 * A page without events, which tells how far the log of a room reaches.
	 */
	public EventPage bounds(RoomKey room) {
		return page(room, List.of());
	}

	/**
	 * The newest lines of a room.
	 * @param limit how many at the most
	 */
	public EventPage newest(Seat reader, int limit) {
		return before(reader, Long.MAX_VALUE, limit);
	}

	/**
	 * The {@linkplain EventType#isLine() lines} next before a number, each with its
	 * {@linkplain Event#state() state} and, for a reply, its quote.
	 * @param reader the seat in whose room they are, and whose reactions are its own
	 * @param seq the number, itself not included
	 * @param limit how many at the most
	 */
	public EventPage before(Seat reader, long seq, int limit) {
		return lines(LINES_BEFORE, reader, seq, limit);
	}

	private EventPage lines(String sql, Seat reader, long seq, int limit) {
		FoldedLines lines = new FoldedLines();
		this.jdbc.sql(sql)
			.param("room", reader.room().value())
			.param("reader", reader.id())
			.param("seq", seq)
			.param("limit", limit)
			.param("names", Reaction.MAX_NAMES)
			.query(lines::add);
		List<Event> events = this.renderings.render(reader.room(), lines.events());
		return events.isEmpty() ? bounds(reader.room()) : new EventPage(events, lines.firstSeq(), lines.lastSeq());
	}

	/**
	 * The lines around one, each as in {@link #before}.
	 * @param reader the seat in whose room they are, and whose reactions are its own
	 * @param seq the number of the line, or of an event that changes it. In the place of
	 * one that is not there any more is the next line, or else the last
	 * @param each how many at the most on each side
	 */
	public LineWindow around(Seat reader, long seq, int each) {
		long asked = lineOf(reader.room(), seq);
		// One more than is shown tells whether there are others.
		List<Event> before = before(reader, asked, each + 1).events();
		List<Event> from = lines(LINES_FROM, reader, asked, each + 2).events();
		boolean isOlder = before.size() > each;
		boolean isNewer = from.size() > each + 1;
		List<Event> lines = new ArrayList<>(before.subList(isOlder ? 1 : 0, before.size()));
		int middle = from.isEmpty() ? lines.size() - 1 : lines.size();
		lines.addAll(from.subList(0, isNewer ? each + 1 : from.size()));
		if (lines.isEmpty()) {
			return new LineWindow(lines, 0, false, false, null);
		}
		long shown = lines.get(middle).seq();
		return new LineWindow(lines, shown, shown == asked, isOlder, isNewer ? from.get(each + 1).seq() : null);
	}

	/**
	 * The number of the line that an event changes; of any other event its own.
	 */
	private long lineOf(RoomKey room, long seq) {
		return this.jdbc.sql("select of from event where room = ? and seq = ? and of is not null")
			.params(room.value(), seq)
			.query(Long.class)
			.optional()
			.orElse(seq);
	}

	/**
	 * The number of the first line after a number, if there is one.
	 */
	public Optional<Long> nextLine(RoomKey room, long seq) {
		return this.jdbc.sql("""
				select seq from event where room = ? and seq > ? and type in ('message', 'join', 'leave')
				order by seq limit 1""").params(room.value(), seq).query(Long.class).optional();
	}

	/**
	 * The events next after the newest one that a reader has, or a page that tells the
	 * reader to {@linkplain EventPage#reset() reset} where the log has another event in
	 * its place, or has not come that far. An event that was purged counts as the
	 * reader's.
	 * @param seq the number of the reader's event
	 * @param at when the reader's event was stored, to the millisecond
	 * @param limit how many at the most
	 */
	public EventPage resume(RoomKey room, long seq, Instant at, int limit) {
		boolean isAnother = this.jdbc.sql("select at from event where room = ? and seq = ?")
			.params(room.value(), seq)
			.query(Long.class)
			.optional()
			.filter((stored) -> !Instant.ofEpochMilli(stored).equals(at))
			.isPresent();
		EventPage page = after(room, seq, limit);
		return (isAnother || seq > page.lastSeq()) ? new EventPage(List.of(), page.firstSeq(), page.lastSeq(), true)
				: page;
	}

	/**
	 * The events next after a number. Where the first of them does not follow the number
	 * directly, those between were purged.
	 * @param seq the number, itself not included
	 * @param limit how many at the most
	 */
	public EventPage after(RoomKey room, long seq, int limit) {
		List<Event> events = this.jdbc.sql(SELECT + "where event.room = ? and event.seq > ? order by event.seq limit ?")
			.params(room.value(), seq, limit)
			.query(Events::event)
			.list();
		return page(room, events);
	}

	/**
	 * Finds the first event of a room at or after a moment, by halving the log. Where the
	 * clock was set back in between, it is one of several such events.
	 * @return the number of the event; one more than the newest number if there is none
	 */
	public long firstAt(RoomKey room, Instant at) {
		long low = 0;
		long high = lastSeq(room) + 1;
		while (high - low > 1) {
			long middle = low + (high - low) / 2;
			// A number that was purged counts as the next one that is left.
			boolean isBefore = this.jdbc.sql("select at from event where room = ? and seq >= ? order by seq limit 1")
				.params(room.value(), middle)
				.query(Long.class)
				.optional()
				.filter((time) -> Instant.ofEpochMilli(time).isBefore(at))
				.isPresent();
			low = isBefore ? middle : low;
			high = isBefore ? high : middle;
		}
		return high;
	}

	/**
	 * The events after a number of each of many rooms, read by as few queries as
	 * possible. Each room gets an equal share of the limit, and at least one event.
	 * @param heads the numbers by room, themselves not included
	 * @param limit how many at the most in all, if there are not more rooms than that
	 * @return the events in rising order of {@code seq}; rooms without any are absent
	 */
	public Map<RoomKey, List<Event>> after(Map<RoomKey, Long> heads, int limit) {
		int share = Math.max(1, limit / Math.max(1, heads.size()));
		Map<RoomKey, List<Event>> events = new HashMap<>();
		for (List<Map.Entry<RoomKey, Long>> some : parts(heads.entrySet())) {
			String rows = String.join(", ", Collections.nCopies(some.size(), "(?, cast(? as bigint))"));
			this.jdbc.sql(AFTER_HEADS.formatted(rows))
				.params(some.stream()
					.flatMap((head) -> Stream.<Object>of(head.getKey().value(), head.getValue()))
					.toList())
				.param(share)
				.query((row) -> {
					events.computeIfAbsent(new RoomKey(row.getString("room")), (room) -> new ArrayList<>())
						.add(event(row, row.getRow()));
				});
		}
		events.replaceAll(this.renderings::render);
		return events;
	}

	/**
	 * The newest numbers that rooms have given; rooms that were never opened are absent.
	 */
	public Map<RoomKey, Long> lastSeqs(Collection<RoomKey> rooms) {
		Map<RoomKey, Long> lastSeqs = new HashMap<>();
		for (List<RoomKey> some : parts(rooms)) {
			this.jdbc.sql("select room, last_seq from room where room in (:rooms)")
				.param("rooms", some.stream().map(RoomKey::value).toList())
				.query((row) -> {
					lastSeqs.put(new RoomKey(row.getString("room")), row.getLong("last_seq"));
				});
		}
		return lastSeqs;
	}

	/**
	 * Divides rooms among queries, whose parameters are limited.
	 */
	private static <T> List<List<T>> parts(Collection<T> rooms) {
		List<T> all = List.copyOf(rooms);
		return IntStream.iterate(0, (from) -> from < all.size(), (from) -> from + ROOMS_A_QUERY)
			.mapToObj((from) -> all.subList(from, Math.min(all.size(), from + ROOMS_A_QUERY)))
			.toList();
	}

	private EventPage page(RoomKey room, List<Event> read) {
		List<Event> events = this.renderings.render(room, read);
		return this.jdbc.sql("""
				select last_seq, (select min(seq) from event where event.room = room.room) as first_seq
				from room where room = ?""").param(room.value()).query((row, number) -> {
			long lastSeq = row.getLong("last_seq");
			long firstSeq = row.getLong("first_seq");
			return new EventPage(events, row.wasNull() ? lastSeq + 1 : firstSeq, lastSeq);
		}).optional().orElseGet(() -> new EventPage(events, 1, 0));
	}

	/**
	 * The pinned messages of a room, the one that was pinned last first.
	 */
	public List<Quote> pinned(Seat reader) {
		return this.jdbc.sql("""
				select event.seq, event.author, event.text, event.data
				from pin join event on event.room = pin.room and event.seq = pin.of
				where pin.room = ? order by pin.seq desc""")
			.param(reader.room().value())
			.query((row, number) -> Quote.of(row.getLong("seq"), row.getString("author"), row.getString("text"),
					files(EventType.MESSAGE, row)))
			.list();
	}

	/**
	 * When an event was stored; empty if it is not there.
	 */
	public Optional<Instant> timeOf(RoomKey room, long seq) {
		return this.jdbc.sql("select at from event where room = ? and seq = ?")
			.params(room.value(), seq)
			.query((row, number) -> Instant.ofEpochMilli(row.getLong("at")))
			.optional();
	}

	/**
	 * The number of the first event of a seat, if it has any.
	 */
	public Optional<Long> firstOf(Seat seat) {
		// In two parts, each of which has an index.
		return this.jdbc.sql("""
				select min(seq) from (
				    select min(seq) as seq from event where room = ? and seat = ? and id is null
				    union all select min(seq) from event where room = ? and seat = ? and id is not null) as firsts""")
			.params(seat.room().value(), seat.id(), seat.room().value(), seat.id())
			.query(Long.class)
			.optional();
	}

	/**
	 * The newest number that a room has given, 0 if none.
	 */
	public long lastSeq(RoomKey room) {
		return this.jdbc.sql("select last_seq from room where room = ?")
			.params(room.value())
			.query(Long.class)
			.optional()
			.orElse(0L);
	}

	/**
	 * The newest join or leave of a seat.
	 */
	Optional<Event> lastNotice(Seat seat) {
		return this.jdbc.sql(SELECT + """
				where event.room = ? and event.seat = ? and event.id is null and event.type in ('join', 'leave')
				order by event.seq desc limit 1""")
			.params(seat.room().value(), seat.id())
			.query(Events::event)
			.optional();
	}

	/**
	 * Deletes events, with the reactions to them, their pins and their files. The numbers
	 * of their rooms are not given again.
	 * @param oldest the time of the {@link RetentionClock} from which on events stay
	 * @param limit how many to delete at the most
	 * @return how many were deleted
	 */
	@Transactional
	public int deleteBefore(Instant oldest, int limit) {
		// In one order, so that nodes that delete at the same time wait for each other.
		List<Object[]> keys = this.jdbc.sql("""
				delete from event where (room, seq) in (
				    select room, seq from event where stored_at < ? order by stored_at, room, seq limit ?)
				returning room, seq""")
			.params(oldest.toEpochMilli(), limit)
			.query((row, number) -> new Object[] { row.getString("room"), row.getLong("seq") })
			.list();
		if (!keys.isEmpty()) {
			this.template.batchUpdate("delete from reaction where room = ? and of = ?", keys);
			this.template.batchUpdate("delete from pin where room = ? and of = ?", keys);
			this.files
				.remove(keys.stream().map((key) -> new LineKey(new RoomKey((String) key[0]), (Long) key[1])).toList());
		}
		return keys.size();
	}

	/**
	 * Some lines of a room, each with its {@linkplain Event#state() state}.
	 * @param reader as in {@link #before}
	 * @param seqs the numbers of the lines
	 * @return those that the room still has, in falling order
	 */
	public List<Event> lines(Seat reader, List<Long> seqs) {
		if (seqs.isEmpty()) {
			return List.of();
		}
		FoldedLines lines = new FoldedLines();
		this.jdbc.sql(LINES_AT)
			.param("room", reader.room().value())
			.param("reader", reader.id())
			.param("seqs", seqs)
			.param("limit", seqs.size())
			.param("names", Reaction.MAX_NAMES)
			.query(lines::add);
		List<Event> falling = new ArrayList<>(this.renderings.render(reader.room(), lines.events()));
		Collections.reverse(falling);
		return falling;
	}

	/**
	 * The texts of the messages next after a number, in rising order, without those of
	 * deleted messages.
	 * @param limit how many at the most
	 */
	public List<IndexedText> texts(RoomKey room, long after, int limit) {
		return this.jdbc.sql("""
				select seq, author, text, data from event
				where room = ? and seq > ? and type = 'message' and text is not null order by seq limit ?""")
			.params(room.value(), after, limit)
			.query((row, number) -> IndexedText.of(new LineKey(room, row.getLong("seq")), row.getString("author"),
					row.getString("text"), files(EventType.MESSAGE, row)))
			.list();
	}

	/**
	 * How far the logs of rooms reach, in the order of their keys.
	 * @param after the key after which the rooms come
	 * @param limit how many rooms at the most
	 */
	public List<Bounds> bounds(String after, int limit) {
		return this.jdbc.sql("""
				select room, last_seq,
				    coalesce((select min(seq) from event where event.room = room.room), last_seq + 1) as first_seq
				from room where room > ? order by room limit ?""")
			.params(after, limit)
			.query((row, number) -> new Bounds(new RoomKey(row.getString("room")), row.getLong("first_seq"),
					row.getLong("last_seq")))
			.list();
	}

	/**
	 * Keeps others from appending to a room, and from changing its messages, until the
	 * end of the caller's transaction.
	 */
	public void lock(RoomKey room) {
		this.jdbc.sql("update room set last_seq = last_seq where room = ?").param(room.value()).update();
	}

	/**
	 * The message or change that a seat's guest sent under an id, without HTML.
	 */
	public Optional<Event> find(Seat seat, MessageId id) {
		return this.jdbc.sql(SELECT + "where event.room = ? and event.seat = ? and event.id = ?")
			.params(seat.room().value(), seat.id(), id.value())
			.query(Events::event)
			.optional();
	}

	/**
	 * An event without HTML: messages are rendered after the query has given its
	 * connection back.
	 */
	static Event event(ResultSet row, int number) throws SQLException {
		EventType type = EventType.of(row.getString("type"));
		long seq = row.getLong("seq");
		Long of = number(row, "of");
		Long re = number(row, "re");
		Instant editedAt = time(row, "edited_at");
		Instant deletedAt = time(row, "deleted_at");
		boolean isChanged = editedAt != null || deletedAt != null;
		// Pages of versions that know no deletions show the HTML of each message.
		String html = (type == EventType.MESSAGE && deletedAt != null) ? "" : null;
		return new Event(seq, type, row.getString("id"), row.getString("author"), html,
				row.getString((type == EventType.EDIT) ? "other_text" : "text"),
				Instant.ofEpochMilli(row.getLong("at")), row.getInt("color"), row.getBoolean("follows"), re,
				(re != null) ? quote(re, row) : null, files(type, row),
				(of != null) ? Change.read(of, row.getString("data")) : null,
				isChanged ? new LineState(seq, editedAt, deletedAt, List.of(), false) : null);
	}

	private static Quote quote(long seq, ResultSet row) throws SQLException {
		String author = row.getString("other_author");
		return (author != null)
				? Quote.of(seq, author, row.getString("other_text"), AttachedFile.read(row.getString("other_data")))
				: Quote.purged(seq);
	}

	/**
	 * The files of a message; null if it has none.
	 */
	static @Nullable List<AttachedFile> files(EventType type, ResultSet row) throws SQLException {
		return (type == EventType.MESSAGE) ? AttachedFile.read(row.getString("data")) : null;
	}

	static @Nullable Instant time(ResultSet row, String column) throws SQLException {
		Long millis = number(row, column);
		return (millis != null) ? Instant.ofEpochMilli(millis) : null;
	}

	static @Nullable Long number(ResultSet row, String column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

	/**
	 * How far the log of a room reaches.
	 *
	 * @param firstSeq the number of the oldest event that the room still has,
	 * {@code lastSeq} + 1 if it has none
	 * @param lastSeq the newest number that the room has given
	 */
	public record Bounds(RoomKey room, long firstSeq, long lastSeq) {
	}

}
