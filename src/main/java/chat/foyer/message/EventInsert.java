package chat.foyer.message;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalLong;

import chat.foyer.room.Seat;

/**
 * Inserts events within one transaction, with statements that are prepared once for all
 * of them.
 */
final class EventInsert implements AutoCloseable {

	private final PreparedStatement count;

	private final PreparedStatement add;

	private final PreparedStatement countBack;

	private final PreparedStatement hold;

	EventInsert(Connection transaction) throws SQLException {
		this.count = transaction.prepareStatement("""
				insert into room (room, name, last_seq) values (?, ?, 1)
				on conflict (room) do update set last_seq = last_seq + 1 returning last_seq""");
		this.add = transaction.prepareStatement("""
				insert into event (room, seq, type, seat, id, author, text, at) values (?, ?, ?, ?, ?, ?, ?, ?)
				on conflict (seat, id) where id is not null do nothing""");
		this.countBack = transaction.prepareStatement("update room set last_seq = last_seq - 1 where room = ?");
		this.hold = transaction.prepareStatement("select 1 from seat where id = ?");
	}

	/**
	 * Adds a draft as the next event of its room.
	 * @return its number in the room; empty if it is a message of a seat and id of which
	 * there is one already, and nothing has changed
	 */
	OptionalLong add(Draft draft, Instant at) throws SQLException {
		String room = draft.seat().room().value();
		long seq = next(room);
		this.add.setString(1, room);
		this.add.setLong(2, seq);
		this.add.setString(3, draft.type().word());
		this.add.setString(4, draft.seat().id());
		this.add.setString(5, (draft.id() != null) ? draft.id().value() : null);
		this.add.setString(6, draft.seat().username().value());
		this.add.setString(7, (draft.text() != null) ? draft.text().value() : null);
		this.add.setLong(8, at.toEpochMilli());
		if (this.add.executeUpdate() > 0) {
			return OptionalLong.of(seq);
		}
		this.countBack.setString(1, room);
		this.countBack.executeUpdate();
		return OptionalLong.empty();
	}

	/**
	 * Whether the seat is held. Nobody can give it up before the transaction ends.
	 */
	boolean isHeld(Seat seat) throws SQLException {
		this.hold.setString(1, seat.id());
		try (ResultSet held = this.hold.executeQuery()) {
			return held.next();
		}
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
		this.add.close();
		this.countBack.close();
		this.hold.close();
	}

}
