package chat.foyer.room;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The rooms that were ever opened, and how they are spelled. A room stays when it is
 * empty.
 */
@Repository
class Rooms {

	private final JdbcClient jdbc;

	Rooms(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Opens a room under a spelling, unless it is open, and locks its row until the end
	 * of the transaction.
	 */
	void open(RoomName name) {
		// An update that changes nothing, since an insert that does nothing locks
		// nothing.
		this.jdbc.sql("""
				insert into room (room, name, last_seq) values (?, ?, 0)
				on conflict (room) do update set room = excluded.room""")
			.params(name.key().value(), name.value())
			.update();
	}

	/**
	 * The spelling under which a room was opened; none if it never was.
	 */
	Optional<RoomName> findName(RoomKey room) {
		return this.jdbc.sql("select name from room where room = ?")
			.param(room.value())
			.query((row, number) -> new RoomName(row.getString("name")))
			.optional();
	}

}
