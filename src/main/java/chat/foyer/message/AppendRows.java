package chat.foyer.message;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.message.AppendBatch.Place;
import chat.foyer.message.AppendBatch.Row;
import chat.foyer.message.ChangedLine.ReactionRow;
import chat.foyer.message.RoomHead.Line;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Repository;

/**
 * Reads and writes the rows that an append is about. The number of statements does not
 * depend on the number of drafts.
 * <p>
 * All calls are made within one transaction of the caller.
 */
@Repository
class AppendRows {

	static final String READ = """
			with here (room, seat) as (values %s)
			select here.room, here.seat, room.last_seq, last.at as last_at, line.seq as line_seq,
			    line.type as line_type, line.seat as line_seat, line.stored_at as line_stored_at, connection_of.node
			from here join room on room.room = here.room
			left join event as last on last.room = here.room and last.seq = room.last_seq
			left join event as line on line.room = here.room and line.seq = room.last_line
			left join connection_of on connection_of.room = here.room and connection_of.seat = here.seat""";

	static final String FIND = """
			with sent (room, seat, id) as (values %s)
			select event.seat,""" + Events.COLUMNS + """
			from sent join event on event.room = sent.room and event.seat = sent.seat and event.id = sent.id
			""" + Events.OTHER + " where event.id is not null";

	/**
	 * The lines that drafts change or reply to.
	 */
	static final String LINES = """
			with wanted (room, seq) as (values %s)
			select event.room, event.seq, event.type, event.seat, event.author, event.stored_at, event.text,
			    event.data, event.edited_at, event.deleted_at, event.rev
			from wanted join event on event.room = wanted.room and event.seq = wanted.seq""";

	/**
	 * The reactions to lines, with those of seats that react. The reactions to a line are
	 * counted once, however many seats react to it.
	 */
	static final String REACTIONS = """
			with reactor (room, of, seat) as (values %s),
			chip as (
			    select reaction.room, reaction.of, reaction.emoji, count(*) as reactions
			    from (select distinct room, of from reactor) as wanted
			    join reaction on reaction.room = wanted.room and reaction.of = wanted.of
			    group by reaction.room, reaction.of, reaction.emoji)
			select reactor.room, reactor.of, reactor.seat, chip.emoji, chip.reactions, own.seq as own
			from reactor join chip on chip.room = reactor.room and chip.of = reactor.of
			left join reaction as own on own.room = reactor.room and own.of = reactor.of
			    and own.emoji = chip.emoji and own.seat = reactor.seat""";

	/**
	 * Where the first reaction with an emoji is removed, the next one takes its place: so
	 * emoji stay in the order in which they were first used.
	 */
	private static final String KEEP_PLACE = """
			update reaction set seq = ? where room = ? and of = ? and emoji = ? and seq > ?
			and not exists (select 1 from reaction as earlier where earlier.room = reaction.room
			    and earlier.of = reaction.of and earlier.emoji = reaction.emoji and earlier.seq < reaction.seq)""";

	static final String PINS = """
			with pinning (room) as (values %s)
			select pin.room, pin.of from pinning join pin on pin.room = pinning.room""";

	static final String GROW = """
			with grown (room, last_seq, last_line) as (values %s)
			update room set last_seq = grown.last_seq, last_line = grown.last_line
			from grown where room.room = grown.room""";

	private final JdbcTemplate jdbc;

	private final RoomRegistry registry;

	private final MessageIndex index;

	private final MessageFiles files;

	AppendRows(JdbcTemplate jdbc, RoomRegistry registry, MessageIndex index, MessageFiles files) {
		this.jdbc = jdbc;
		this.registry = registry;
		this.index = index;
		this.files = files;
	}

	/**
	 * Reads what drafts are about. Locks the rooms until the end of the transaction, so
	 * that no other node appends to them meanwhile.
	 * @param findsRepeats whether to look up all messages that were sent before.
	 * Otherwise only changes, which might be refused before they are written, and
	 * messages of seats that come or go are looked up, and writing another one fails with
	 * a duplicate key
	 * @param at the time of the events, in whole milliseconds
	 * @param storedAt the same by the retention clock
	 */
	AppendBatch read(List<Draft> drafts, boolean findsRepeats, Instant at, Instant storedAt) {
		lock(drafts);
		Map<RoomKey, RoomHead> heads = new HashMap<>();
		Map<String, Attendance> attendances = new HashMap<>();
		drafts.forEach((draft) -> attendances.put(draft.seat().id(), new Attendance(draft.seat(), false, Set.of())));
		List<Seat> seats = attendances.values().stream().map(Attendance::seat).toList();
		// A statement of its own: the one that waits for the lock does not see what was
		// committed meanwhile.
		query(READ, "(?, ?)", seats, (seat) -> Stream.of(seat.room().value(), seat.id()), (row) -> {
			RoomKey room = new RoomKey(row.getString("room"));
			if (!heads.containsKey(room)) {
				heads.put(room, new RoomHead(row.getLong("last_seq"), Events.time(row, "last_at"), line(row)));
			}
			String node = row.getString("node");
			if (node != null) {
				attendances.computeIfPresent(row.getString("seat"), (seat, attendance) -> attendance.with(node));
			}
		});
		Set<Seat> comingOrGoing = comingOrGoing(drafts, attendances);
		this.registry.findHeld(comingOrGoing)
			.forEach((seat) -> attendances.computeIfPresent(seat.id(), (id, attendance) -> attendance.held()));
		List<Draft> sought = drafts.stream()
			.filter((draft) -> draft.id() != null)
			.filter((draft) -> findsRepeats || draft.change() != null || !draft.files().isEmpty()
					|| comingOrGoing.contains(draft.seat()))
			.toList();
		return new AppendBatch(at, storedAt, heads, attendances, find(sought), lines(drafts), files(drafts),
				pins(drafts));
	}

	private Map<String, UploadedFile> files(List<Draft> drafts) {
		Map<String, UploadedFile> files = new HashMap<>();
		for (Draft draft : drafts) {
			if (!draft.files().isEmpty()) {
				this.files.find(draft.seat().room(), draft.files().stream().map(SentFile::id).toList())
					.forEach((file) -> files.put(file.file().id(), file));
			}
		}
		return files;
	}

	private Map<LineKey, ChangedLine> lines(List<Draft> drafts) {
		List<LineKey> keys = drafts.stream()
			.flatMap((draft) -> Stream.of(draft.re(), of(draft))
				.filter(Objects::nonNull)
				.map((seq) -> new LineKey(draft.seat().room(), seq)))
			.distinct()
			.toList();
		Map<LineKey, ChangedLine> lines = new HashMap<>();
		query(LINES, "(?, cast(? as bigint))", keys, (key) -> Stream.of(key.room().value(), key.seq()), (row) -> {
			LineKey key = new LineKey(new RoomKey(row.getString("room")), row.getLong("seq"));
			lines.put(key, changedLine(key, row));
		});
		List<Draft> reactions = drafts.stream().filter((draft) -> draft.type() == EventType.REACT).toList();
		query(REACTIONS, "(?, cast(? as bigint), ?)", reactions,
				(draft) -> Stream.of(draft.seat().room().value(), Objects.requireNonNull(of(draft)), draft.seat().id()),
				(row) -> {
					ChangedLine line = lines.get(new LineKey(new RoomKey(row.getString("room")), row.getLong("of")));
					if (line != null) {
						line.load(row.getString("emoji"), row.getString("seat"), Events.number(row, "own"),
								row.getInt("reactions"));
					}
				});
		return lines;
	}

	private static @Nullable Long of(Draft draft) {
		return (draft.change() != null) ? draft.change().of() : null;
	}

	private static ChangedLine changedLine(LineKey key, ResultSet row) throws SQLException {
		EventType type = EventType.of(row.getString("type"));
		return new ChangedLine(key, type, row.getString("seat"), row.getString("author"),
				Instant.ofEpochMilli(row.getLong("stored_at")), Events.files(type, row), row.getString("text"),
				Events.time(row, "edited_at"), Events.time(row, "deleted_at"), Events.number(row, "rev"));
	}

	private Map<RoomKey, Set<Long>> pins(List<Draft> drafts) {
		List<RoomKey> rooms = drafts.stream()
			.filter((draft) -> draft.type() == EventType.PIN)
			.map((draft) -> draft.seat().room())
			.distinct()
			.toList();
		Map<RoomKey, Set<Long>> pins = new HashMap<>();
		rooms.forEach((room) -> pins.put(room, new HashSet<>()));
		query(PINS, "(?)", rooms, (room) -> Stream.of(room.value()),
				(row) -> pins.computeIfAbsent(new RoomKey(row.getString("room")), (room) -> new HashSet<>())
					.add(row.getLong("of")));
		return pins;
	}

	private Map<MessageKey, Event> find(List<Draft> sought) {
		Map<MessageKey, Event> messages = new HashMap<>();
		query(FIND, "(?, ?, ?)", sought,
				(draft) -> Stream.of(draft.seat().room().value(), draft.seat().id(),
						Objects.requireNonNull(draft.id()).value()),
				(row) -> messages.put(new MessageKey(row.getString("seat"), row.getString("id")),
						Events.event(row, row.getRow())));
		return messages;
	}

	/**
	 * The seats that are not here, or of which the drafts have a notice.
	 */
	private static Set<Seat> comingOrGoing(List<Draft> drafts, Map<String, Attendance> attendances) {
		return drafts.stream()
			.filter((draft) -> draft.key() == null
					|| !Objects.requireNonNull(attendances.get(draft.seat().id())).isHere())
			.map(Draft::seat)
			.collect(Collectors.toSet());
	}

	private void lock(List<Draft> drafts) {
		// In the same order on all nodes, so that no two of them wait for each other.
		List<String> rooms = drafts.stream().map((draft) -> draft.seat().room().value()).distinct().sorted().toList();
		batch("""
				insert into room (room, name, last_seq) values (?, ?, 0)
				on conflict (room) do update set last_seq = room.last_seq""", rooms, (row, room) -> {
			row.setString(1, room);
			row.setString(2, room);
		});
	}

	/**
	 * Runs a query about some items, with a row of values for each.
	 */
	private <T> void query(String sql, String row, List<T> items, Function<T, Stream<Object>> values,
			RowCallbackHandler handler) {
		if (!items.isEmpty()) {
			this.jdbc.query(withRows(sql, row, items), handler, values(items, values));
		}
	}

	private static String withRows(String sql, String row, List<?> items) {
		return sql.formatted(String.join(", ", Collections.nCopies(rows(items.size()), row)));
	}

	/**
	 * The values of all rows. The last item fills the rows that are left.
	 */
	private static <T> Object[] values(List<T> items, Function<T, Stream<Object>> values) {
		return IntStream.range(0, rows(items.size()))
			.mapToObj((i) -> items.get(Math.min(i, items.size() - 1)))
			.flatMap(values)
			.toArray();
	}

	/**
	 * The number of rows of values for some items: 1, 2, 3, 4, 6, 8, 12, and so on.
	 * PostgreSQL prepares the same few statements again and again.
	 */
	private static int rows(int items) {
		int power = Integer.highestOneBit(items);
		return (items == power) ? power : (items <= power + power / 2) ? power + power / 2 : 2 * power;
	}

	private static @Nullable Line line(ResultSet row) throws SQLException {
		String type = row.getString("line_type");
		return (type != null) ? new Line(row.getLong("line_seq"), EventType.MESSAGE.word().equals(type),
				row.getString("line_seat"), Instant.ofEpochMilli(row.getLong("line_stored_at"))) : null;
	}

	/**
	 * Writes what was added and changed.
	 */
	void write(AppendBatch batch) {
		batch("""
				insert into event (room, seq, type, seat, id, author, text, at, color, follows, stored_at, re, of, data)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", batch.added(), AppendRows::set);
		grow(batch.grown());
		batch.added()
			.stream()
			.filter((row) -> row.event().files() != null)
			.forEach((row) -> this.files.attach(new LineKey(row.seat().room(), row.event().seq()),
					Objects.requireNonNull(row.event().files())));
		change(batch);
		batch("delete from connection_of where room = ? and seat = ? and node = ?", batch.lost(), AppendRows::set);
		batch("""
				insert into connection_of (room, seat, node, guest, username, color)
				values (?, ?, ?, ?, ?, ?)""", batch.gained(), (row, place) -> {
			set(row, place);
			row.setString(4, place.seat().guest());
			row.setString(5, place.seat().username().value());
			row.setInt(6, place.seat().color());
		});
	}

	private void grow(List<Map.Entry<RoomKey, RoomHead>> grown) {
		if (!grown.isEmpty()) {
			this.jdbc.update(withRows(GROW, "(?, cast(? as bigint), cast(? as bigint))", grown),
					values(grown, (room) -> Stream.of(room.getKey().value(), room.getValue().lastSeq(),
							room.getValue().lastLineSeq())));
		}
	}

	/**
	 * Writes what changed of lines.
	 * @throws OptimisticLockingFailureException if one of them was purged since it was
	 * read
	 */
	private void change(AppendBatch batch) {
		List<ChangedLine> changed = batch.changed();
		int[][] counts = batch("""
				update event set text = ?, rev = ?, edited_at = ?, deleted_at = ?,
				    data = case when cast(? as bigint) is null then data end
				where room = ? and seq = ?""", changed, (row, line) -> {
			row.setString(1, line.text());
			row.setLong(2, line.rev());
			row.setObject(3, millis(line.editedAt()), Types.BIGINT);
			row.setObject(4, millis(line.deletedAt()), Types.BIGINT);
			row.setObject(5, millis(line.deletedAt()), Types.BIGINT);
			row.setString(6, line.room().value());
			row.setLong(7, line.seq());
		});
		if (Arrays.stream(counts).flatMapToInt(Arrays::stream).anyMatch((count) -> count == 0)) {
			throw new OptimisticLockingFailureException("A message was purged meanwhile");
		}
		List<LineKey> deleted = changed.stream().filter(ChangedLine::isDeleted).map(ChangedLine::key).toList();
		batch("delete from reaction where room = ? and of = ?", deleted, AppendRows::set);
		List<LineKey> withFiles = changed.stream()
			.filter((line) -> line.isDeleted() && line.hasFiles())
			.map(ChangedLine::key)
			.toList();
		if (!withFiles.isEmpty()) {
			this.files.remove(withFiles);
		}
		List<ReactionRow> removed = changed.stream().flatMap((line) -> line.removed().stream()).toList();
		batch("delete from reaction where room = ? and of = ? and emoji = ? and seat = ?", removed, (row, reaction) -> {
			set(row, reaction.line());
			row.setString(3, reaction.emoji());
			row.setString(4, reaction.seat());
		});
		batch("insert into reaction (room, of, emoji, seat, author, seq) values (?, ?, ?, ?, ?, ?)",
				changed.stream().flatMap((line) -> line.added().stream()).toList(), (row, reaction) -> {
					set(row, reaction.line());
					row.setString(3, reaction.emoji());
					row.setString(4, reaction.seat());
					row.setString(5, reaction.author());
					row.setLong(6, reaction.seq());
				});
		batch(KEEP_PLACE, removed, (row, reaction) -> {
			row.setLong(1, reaction.seq());
			row.setString(2, reaction.line().room().value());
			row.setLong(3, reaction.line().seq());
			row.setString(4, reaction.emoji());
			row.setLong(5, reaction.seq());
		});
		batch("delete from pin where room = ? and of = ?",
				Stream.concat(deleted.stream(), batch.unpinned().stream()).distinct().toList(), AppendRows::set);
		batch("insert into pin (room, of, seq) values (?, ?, ?)", batch.pinned(), (row, pinned) -> {
			set(row, pinned);
			row.setLong(3, Objects.requireNonNull(batch.line(pinned.room(), pinned.seq())).rev());
		});
		List<IndexedText> texts = batch.changedTexts();
		if (!texts.isEmpty()) {
			this.index.update(texts);
		}
	}

	private static @Nullable Long millis(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() : null;
	}

	private static void set(PreparedStatement row, LineKey line) throws SQLException {
		row.setString(1, line.room().value());
		row.setLong(2, line.seq());
	}

	private static void set(PreparedStatement row, Row added) throws SQLException {
		Event event = added.event();
		row.setString(1, added.seat().room().value());
		row.setLong(2, event.seq());
		row.setString(3, event.type().word());
		row.setString(4, added.seat().id());
		row.setString(5, event.id());
		row.setString(6, event.author());
		// The text exists once, in the row of the message.
		row.setString(7, (event.change() == null) ? event.text() : null);
		row.setLong(8, event.at().toEpochMilli());
		row.setInt(9, event.color());
		row.setBoolean(10, event.follows());
		row.setLong(11, added.storedAt().toEpochMilli());
		Change change = event.change();
		row.setObject(12, event.re(), Types.BIGINT);
		row.setObject(13, (change != null) ? change.of() : null, Types.BIGINT);
		row.setString(14, (change != null) ? change.data() : AttachedFile.data(event.files()));
	}

	private static void set(PreparedStatement row, Place place) throws SQLException {
		row.setString(1, place.seat().room().value());
		row.setString(2, place.seat().id());
		row.setString(3, place.node());
	}

	private <T> int[][] batch(String sql, List<T> rows, ParameterizedPreparedStatementSetter<T> setter) {
		return rows.isEmpty() ? new int[0][] : this.jdbc.batchUpdate(sql, rows, rows.size(), setter);
	}

}
