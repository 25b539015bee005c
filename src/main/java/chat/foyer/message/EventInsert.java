package chat.foyer.message;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Inserts events within one transaction, with statements that are prepared once for all
 * of them. All get the same time, except that the times of a room's events do not go back
 * while the system's clock is at most {@link RetentionClock#JUMP} behind them.
 */
final class EventInsert implements AutoCloseable {

	/**
	 * A message follows the one before it if less than this lies between them.
	 */
	private static final Duration TOGETHER = Duration.ofMinutes(5);

	private final Connection transaction;

	private final Instant at;

	private final Instant storedAt;

	private final PreparedStatement count;

	private final PreparedStatement last;

	private final PreparedStatement add;

	/**
	 * Prepares the statements.
	 * @param at the time of the events, in whole milliseconds
	 * @param storedAt the same by the retention clock
	 */
	EventInsert(Connection transaction, Instant at, Instant storedAt) throws SQLException {
		this.transaction = transaction;
		this.at = at;
		this.storedAt = storedAt;
		this.count = transaction.prepareStatement("""
				insert into room (room, name, last_seq) values (?, ?, 1)
				on conflict (room) do update set last_seq = last_seq + 1 returning last_seq""");
		this.last = transaction
			.prepareStatement("select type, seat, at, stored_at from event where room = ? and seq = ?");
		this.add = transaction.prepareStatement("""
				insert into event (room, seq, type, seat, id, author, text, at, color, follows, stored_at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				on conflict (seat, id) where id is not null do nothing""");
	}

	/**
	 * Adds a draft as the next event of its room.
	 * @return the event; empty if it is a message of a seat and id of which there is one
	 * already, and nothing has changed
	 */
	Optional<Event> add(Draft draft) throws SQLException {
		String room = draft.seat().room().value();
		long seq = next(room);
		Event event = toEvent(draft, room, seq);
		this.add.setString(1, room);
		this.add.setLong(2, seq);
		this.add.setString(3, event.type().word());
		this.add.setString(4, draft.seat().id());
		this.add.setString(5, event.id());
		this.add.setString(6, event.author());
		this.add.setString(7, event.text());
		this.add.setLong(8, event.at().toEpochMilli());
		this.add.setInt(9, event.color());
		this.add.setBoolean(10, event.follows());
		this.add.setLong(11, this.storedAt.toEpochMilli());
		if (this.add.executeUpdate() > 0) {
			return Optional.of(event);
		}
		countBack(room);
		return Optional.empty();
	}

	private void countBack(String room) throws SQLException {
		try (PreparedStatement countBack = this.transaction
			.prepareStatement("update room set last_seq = last_seq - 1 where room = ?")) {
			countBack.setString(1, room);
			countBack.executeUpdate();
		}
	}

	private Event toEvent(Draft draft, String room, long seq) throws SQLException {
		this.last.setString(1, room);
		this.last.setLong(2, seq - 1);
		try (ResultSet last = this.last.executeQuery()) {
			if (!last.next()) {
				return draft.toEvent(seq, this.at, false);
			}
			return draft.toEvent(seq, notBefore(Instant.ofEpochMilli(last.getLong("at"))), follows(draft, last));
		}
	}

	private Instant notBefore(Instant last) {
		boolean isOrdered = this.at.isBefore(last) && !this.at.isBefore(last.minus(RetentionClock.JUMP));
		return isOrdered ? last : this.at;
	}

	private boolean follows(Draft draft, ResultSet last) throws SQLException {
		return draft.type() == EventType.MESSAGE && EventType.MESSAGE.word().equals(last.getString("type"))
				&& draft.seat().id().equals(last.getString("seat"))
				&& this.storedAt.toEpochMilli() - last.getLong("stored_at") < TOGETHER.toMillis();
	}

	private long next(String room) throws SQLException {
		this.count.setString(1, room);
		this.count.setString(2, room);
		try (ResultSet counted = this.count.executeQuery()) {
			counted.next();
			return counted.getLong(1);
		}
	}

	@Override
	public void close() throws SQLException {
		this.count.close();
		this.last.close();
		this.add.close();
	}

}
