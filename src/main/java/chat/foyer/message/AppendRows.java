package chat.foyer.message;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
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
import chat.foyer.message.RoomHead.Last;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

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
			select here.room, here.seat, room.last_seq, last.type as last_type, last.seat as last_seat,
			    last.at as last_at, last.stored_at as last_stored_at, connection_of.node
			from here join room on room.room = here.room
			left join event as last on last.room = here.room and last.seq = room.last_seq
			left join connection_of on connection_of.room = here.room and connection_of.seat = here.seat""";

	static final String FIND = """
			with sent (room, seat, id) as (values %s)
			select event.seat, event.seq, event.type, event.id, event.author, event.text, event.at, event.color,
			    event.follows
			from sent join event on event.room = sent.room and event.seat = sent.seat and event.id = sent.id
			where event.id is not null""";

	static final String GROW = """
			with grown (room, last_seq) as (values %s)
			update room set last_seq = grown.last_seq from grown where room.room = grown.room""";

	private final JdbcTemplate jdbc;

	private final RoomRegistry registry;

	AppendRows(JdbcTemplate jdbc, RoomRegistry registry) {
		this.jdbc = jdbc;
		this.registry = registry;
	}

	/**
	 * Reads what drafts are about. Locks the rooms until the end of the transaction, so
	 * that no other node appends to them meanwhile.
	 * @param findsRepeats whether to look up all messages that were sent before.
	 * Otherwise only those of seats that come or go are looked up, and writing another
	 * one fails with a duplicate key
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
				heads.put(room, new RoomHead(row.getLong("last_seq"), last(row)));
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
			.filter((draft) -> findsRepeats || comingOrGoing.contains(draft.seat()))
			.toList();
		return new AppendBatch(at, storedAt, heads, attendances, find(sought));
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
			.filter((draft) -> draft.type() != EventType.MESSAGE
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

	private static @Nullable Last last(ResultSet row) throws SQLException {
		String type = row.getString("last_type");
		return (type != null) ? new Last(EventType.MESSAGE.word().equals(type), row.getString("last_seat"),
				Instant.ofEpochMilli(row.getLong("last_at")), Instant.ofEpochMilli(row.getLong("last_stored_at")))
				: null;
	}

	/**
	 * Writes what was added and changed.
	 */
	void write(AppendBatch batch) {
		batch("""
				insert into event (room, seq, type, seat, id, author, text, at, color, follows, stored_at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", batch.added(), AppendRows::set);
		grow(batch.grown());
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
			this.jdbc.update(withRows(GROW, "(?, cast(? as bigint))", grown),
					values(grown, (room) -> Stream.of(room.getKey().value(), room.getValue().lastSeq())));
		}
	}

	private static void set(PreparedStatement row, Row added) throws SQLException {
		Event event = added.event();
		row.setString(1, added.seat().room().value());
		row.setLong(2, event.seq());
		row.setString(3, event.type().word());
		row.setString(4, added.seat().id());
		row.setString(5, event.id());
		row.setString(6, event.author());
		row.setString(7, event.text());
		row.setLong(8, event.at().toEpochMilli());
		row.setInt(9, event.color());
		row.setBoolean(10, event.follows());
		row.setLong(11, added.storedAt().toEpochMilli());
	}

	private static void set(PreparedStatement row, Place place) throws SQLException {
		row.setString(1, place.seat().room().value());
		row.setString(2, place.seat().id());
		row.setString(3, place.node());
	}

	private <T> void batch(String sql, List<T> rows, ParameterizedPreparedStatementSetter<T> setter) {
		if (!rows.isEmpty()) {
			this.jdbc.batchUpdate(sql, rows, rows.size(), setter);
		}
	}

}
