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
			with draft (room, seat, id) as (values %s)
			select draft.room, draft.seat, room.last_seq, last.type as last_type, last.seat as last_seat,
			    last.at as last_at, last.stored_at as last_stored_at, connection_of.node,
			    sent.seq, sent.type, sent.id, sent.author, sent.text, sent.at, sent.color, sent.follows
			from draft join room on room.room = draft.room
			left join event as last on last.room = draft.room and last.seq = room.last_seq
			left join connection_of on connection_of.room = draft.room and connection_of.seat = draft.seat
			left join event as sent on sent.room = draft.room and sent.seat = draft.seat and sent.id = draft.id
			    and sent.id is not null""";

	/**
	 * Stands for the id of a notice; no message has it.
	 */
	private static final String NO_ID = "";

	private final JdbcTemplate jdbc;

	private final RoomRegistry registry;

	AppendRows(JdbcTemplate jdbc, RoomRegistry registry) {
		this.jdbc = jdbc;
		this.registry = registry;
	}

	/**
	 * Reads what drafts are about. Locks the rooms until the end of the transaction, so
	 * that no other node appends to them meanwhile.
	 * @param at the time of the events, in whole milliseconds
	 * @param storedAt the same by the retention clock
	 */
	AppendBatch read(List<Draft> drafts, Instant at, Instant storedAt) {
		lock(drafts);
		Map<RoomKey, RoomHead> heads = new HashMap<>();
		Map<String, Attendance> attendances = new HashMap<>();
		Map<MessageKey, Event> messages = new HashMap<>();
		drafts.forEach((draft) -> attendances.put(draft.seat().id(), new Attendance(draft.seat(), false, Set.of())));
		String rows = String.join(", ", Collections.nCopies(rows(drafts.size()), "(?, ?, ?)"));
		// A statement of its own: the one that waits for the lock does not see what was
		// committed meanwhile.
		this.jdbc.query(READ.formatted(rows), (row) -> {
			RoomKey room = new RoomKey(row.getString("room"));
			if (!heads.containsKey(room)) {
				heads.put(room, new RoomHead(row.getLong("last_seq"), last(row)));
			}
			String seat = row.getString("seat");
			Attendance attendance = Objects.requireNonNull(attendances.get(seat));
			String node = row.getString("node");
			if (node != null) {
				attendances.put(seat, attendance.with(node));
			}
			if (row.getString("type") != null) {
				messages.put(new MessageKey(seat, row.getString("id")), Events.event(row, row.getRow()));
			}
		}, values(drafts));
		this.registry.findHeld(asked(drafts, attendances))
			.forEach((seat) -> attendances.computeIfPresent(seat.id(), (id, attendance) -> attendance.held()));
		return new AppendBatch(at, storedAt, heads, attendances, messages);
	}

	/**
	 * The seats of drafts that depend on whether the seat is held. A message of a seat
	 * that is here does not.
	 */
	private static Set<Seat> asked(List<Draft> drafts, Map<String, Attendance> attendances) {
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
	 * The number of rows that a query for some drafts has: 1, 2, 3, 4, 6, 8, 12, and so
	 * on. PostgreSQL prepares the same few statements again and again.
	 */
	private static int rows(int drafts) {
		int power = Integer.highestOneBit(drafts);
		return (drafts == power) ? power : (drafts <= power + power / 2) ? power + power / 2 : 2 * power;
	}

	/**
	 * The values of the rows. The last draft fills the rest of them.
	 */
	private static Object[] values(List<Draft> drafts) {
		return IntStream.range(0, rows(drafts.size()))
			.mapToObj((i) -> drafts.get(Math.min(i, drafts.size() - 1)))
			.flatMap((draft) -> Stream.of(draft.seat().room().value(), draft.seat().id(),
					(draft.id() != null) ? draft.id().value() : NO_ID))
			.toArray();
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
		batch("update room set last_seq = ? where room = ?", batch.grown(), (row, grown) -> {
			row.setLong(1, grown.getValue().lastSeq());
			row.setString(2, grown.getKey().value());
		});
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
