package chat.foyer.cluster;

import java.util.HashMap;
import java.util.Map;

import chat.foyer.room.OtherNodes;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatRowMapper;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.Node;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads who is on the other nodes from what they have stored. A node that was killed
 * counts until it is removed.
 */
@Repository
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class PostgresOtherNodes implements OtherNodes {

	private static final SeatRowMapper SEAT = new SeatRowMapper();

	private final JdbcClient jdbc;

	private final Node node;

	PostgresOtherNodes(JdbcClient jdbc, Node node) {
		this.jdbc = jdbc;
		this.node = node;
	}

	@Override
	public boolean isHere(Seat seat) {
		return this.jdbc.sql("select exists (select 1 from connection_of where room = ? and seat = ? and node <> ?)")
			.params(seat.room().value(), seat.id(), this.node.id())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Whether a seat's guest is on another node, and away on all of them.
	 */
	boolean isAway(Seat seat) {
		return this.jdbc.sql("""
				select coalesce(bool_and(away), false) from connection_of
				where room = ? and seat = ? and node <> ?""")
			.params(seat.room().value(), seat.id(), this.node.id())
			.query(Boolean.class)
			.single();
	}

	@Override
	public Map<Seat, Boolean> here(RoomKey room) {
		Map<Seat, Boolean> here = new HashMap<>();
		this.jdbc.sql("""
				select room, seat as id, guest, username, color, bool_and(away) as away
				from connection_of where room = ? and node <> ? group by room, seat, guest, username, color""")
			.params(room.value(), this.node.id())
			.query((row) -> {
				here.put(SEAT.mapRow(row, row.getRow()), row.getBoolean("away"));
			});
		return here;
	}

}
