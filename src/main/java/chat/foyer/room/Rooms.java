package chat.foyer.room;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The rooms that were ever opened, with their names. A room stays when it is empty.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
class Rooms {

	private final JdbcClient jdbc;

	Rooms(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Opens a room under a name, unless it was opened before, and locks its row until the
	 * end of the transaction.
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
	 * The names under which rooms were opened; rooms that never were are absent.
	 */
	Map<RoomKey, RoomName> findNames(Collection<RoomKey> rooms) {
		Map<RoomKey, RoomName> names = new HashMap<>();
		this.jdbc.sql("select room, name from room where room in (:rooms)")
			.param("rooms", rooms.stream().map(RoomKey::value).toList())
			.query((row) -> {
				names.put(new RoomKey(row.getString("room")), new RoomName(row.getString("name")));
			});
		return names;
	}

}
