package chat.foyer.message;

import java.util.List;
import java.util.Optional;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;

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
	 * The seats that are here on a node, in no order. A seat that has been given up has
	 * no guest, and the username and colour of its newest event; an empty username if the
	 * log has none.
	 */
	public List<Seat> of(String node) {
		return this.jdbc.sql("""
				select here.room, here.seat, coalesce(seat.guest, '') as guest,
				    coalesce(seat.username, notice.author, message.author, '') as username,
				    coalesce(seat.color, notice.color, message.color, 0) as color
				from connection_of as here left join seat on seat.room = here.room and seat.id = here.seat
				left join event as notice on seat.id is null and notice.room = here.room and notice.seat = here.seat
				    and notice.id is null and notice.seq = (select max(event.seq) from event
				        where event.room = here.room and event.seat = here.seat and event.id is null)
				left join event as message on seat.id is null and message.room = here.room and message.seat = here.seat
				    and message.id is not null and message.seq = (select max(event.seq) from event
				        where event.room = here.room and event.seat = here.seat and event.id is not null)
				where here.node = ?""")
			.param(node)
			.query((row, number) -> new Seat(row.getString("seat"), new RoomKey(row.getString("room")),
					row.getString("guest"), new Username(row.getString("username")), row.getInt("color")))
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
