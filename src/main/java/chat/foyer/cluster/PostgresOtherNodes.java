package chat.foyer.cluster;

import java.util.HashMap;
import java.util.Map;

import chat.foyer.room.OtherNodes;
import chat.foyer.room.Present;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.Node;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads who is on the other nodes from what they have stored. A node that was killed
 * counts until it is buried.
 */
@Repository
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class PostgresOtherNodes implements OtherNodes {

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

	@Override
	public Map<Seat, Present> here(RoomKey room) {
		Map<Seat, Present> here = new HashMap<>();
		this.jdbc.sql("""
				select seat, guest, username, color, bool_and(away) as away
				from connection_of where room = ? and node <> ? group by seat, guest, username, color""")
			.params(room.value(), this.node.id())
			.query((row) -> {
				Seat seat = new Seat(row.getString("seat"), room, row.getString("guest"),
						new Username(row.getString("username")), row.getInt("color"));
				here.put(seat, new Present(seat.username(), seat.color(), row.getBoolean("away")));
			});
		return here;
	}

}
