package chat.foyer.message;

import java.util.List;

import chat.foyer.room.Seat;
import chat.foyer.room.SeatRowMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The seats that are here according to the database, by node. {@link Appender} changes
 * them together with the log.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
public class NodeSeats {

	private final JdbcClient jdbc;

	NodeSeats(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The seats that are here on a node, in no order. Their guests may have given them up
	 * since.
	 */
	public List<Seat> of(String node) {
		return this.jdbc.sql("select room, seat as id, guest, username, color from connection_of where node = ?")
			.param(node)
			.query(new SeatRowMapper())
			.list();
	}

	/**
	 * Whether a seat is here on a node.
	 */
	boolean has(String node, Seat seat) {
		return this.jdbc.sql("select count(*) from connection_of where room = ? and seat = ? and node = ?")
			.params(seat.room().value(), seat.id(), node)
			.query(Long.class)
			.single() > 0;
	}

}
