package chat.foyer.message;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import chat.foyer.message.AppendBatch.Place;
import chat.foyer.message.AppendBatch.Row;
import chat.foyer.message.RoomHead.Last;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;
import org.springframework.stereotype.Repository;

/**
 * Reads and writes the rows that an append is about. The number of statements does not
 * depend on the number of drafts.
 * <p>
 * All calls are made within one transaction of the caller.
 */
@Repository
class AppendRows {

	static final String HEADS = """
			select room.room, room.last_seq, event.type, event.seat, event.at, event.stored_at
			from room left join event on event.room = room.room and event.seq = room.last_seq
			where room.room in (%s)""";

	static final String ATTENDANCES = """
			with draft (room, seat) as (values %s)
			select draft.seat, seat.id is not null as is_held, connection_of.node
			from draft left join seat on seat.room = draft.room and seat.id = draft.seat
			left join connection_of on connection_of.room = draft.room and connection_of.seat = draft.seat""";

	private final JdbcTemplate jdbc;

	private final Events events;

	AppendRows(JdbcTemplate jdbc, Events events) {
		this.jdbc = jdbc;
		this.events = events;
	}

	/**
	 * Reads what drafts are about. Locks the rooms until the end of the transaction, so
	 * that no other node appends to them meanwhile.
	 * @param at the time of the events, in whole milliseconds
	 * @param storedAt the same by the retention clock
	 */
	AppendBatch read(List<Draft> drafts, Instant at, Instant storedAt) {
		// In the same order on all nodes, so that no two of them wait for each other.
		List<String> rooms = drafts.stream().map((draft) -> draft.seat().room().value()).distinct().sorted().toList();
		lock(rooms);
		// In statements of their own: the one that waits for the lock does not see what
		// was committed meanwhile.
		return new AppendBatch(at, storedAt, heads(rooms), attendances(drafts),
				this.events.find(drafts.stream().filter((draft) -> draft.type() == EventType.MESSAGE).toList()));
	}

	private void lock(List<String> rooms) {
		batch("""
				insert into room (room, name, last_seq) values (?, ?, 0)
				on conflict (room) do update set last_seq = room.last_seq""", rooms, (row, room) -> {
			row.setString(1, room);
			row.setString(2, room);
		});
	}

	private Map<RoomKey, RoomHead> heads(List<String> rooms) {
		Map<RoomKey, RoomHead> heads = new HashMap<>();
		this.jdbc.query(HEADS.formatted(rows("?", rooms.size())), (row) -> {
			heads.put(new RoomKey(row.getString("room")), new RoomHead(row.getLong("last_seq"), last(row)));
		}, rooms.toArray());
		return heads;
	}

	private static @Nullable Last last(ResultSet row) throws SQLException {
		String type = row.getString("type");
		return (type != null) ? new Last(EventType.MESSAGE.word().equals(type), row.getString("seat"),
				Instant.ofEpochMilli(row.getLong("at")), Instant.ofEpochMilli(row.getLong("stored_at"))) : null;
	}

	private Map<String, Attendance> attendances(List<Draft> drafts) {
		Map<String, Seat> seats = new HashMap<>();
		drafts.forEach((draft) -> seats.put(draft.seat().id(), draft.seat()));
		Set<String> held = new HashSet<>();
		Map<String, Set<String>> nodes = new HashMap<>();
		Object[] values = seats.values().stream().flatMap((seat) -> Stream.of(seat.room().value(), seat.id())).toArray();
		this.jdbc.query(ATTENDANCES.formatted(rows("(?, ?)", seats.size())), (row) -> {
			String seat = row.getString("seat");
			String node = row.getString("node");
			if (row.getBoolean("is_held")) {
				held.add(seat);
			}
			if (node != null) {
				nodes.computeIfAbsent(seat, (key) -> new HashSet<>()).add(node);
			}
		}, values);
		Map<String, Attendance> attendances = new HashMap<>();
		seats.forEach((id, seat) -> attendances.put(id,
				new Attendance(seat, held.contains(id), nodes.getOrDefault(id, Set.of()))));
		return attendances;
	}

	/**
	 * Writes what was added and changed.
	 */
	void write(AppendBatch batch) {
		batch("""
				insert into event (room, seq, type, seat, id, author, text, at, color, follows, stored_at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", batch.added(), AppendRows::set);
		batch("update room set last_seq = ? where room = ?", batch.grown(), (row, grown) -> {
			row.setLong(1, grown.getValue().lastSeq());
			row.setString(2, grown.getKey().value());
		});
		batch("delete from connection_of where room = ? and seat = ? and node = ?", batch.lost(), AppendRows::set);
		batch("insert into connection_of (room, seat, node) values (?, ?, ?)", batch.gained(), AppendRows::set);
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

	private static String rows(String row, int count) {
		return String.join(", ", Collections.nCopies(count, row));
	}

	private <T> void batch(String sql, List<T> rows, ParameterizedPreparedStatementSetter<T> setter) {
		if (!rows.isEmpty()) {
			this.jdbc.batchUpdate(sql, rows, rows.size(), setter);
		}
	}

}
