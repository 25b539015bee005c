package chat.foyer.file;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The rows of files from the beginning of an upload until the file is done, and the sums
 * that quotas are compared with. {@link StoredFiles} reads and removes the rows of files
 * that are done or expired.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
class Uploads {

	/**
	 * A file counts with what was announced of it until it is done. One query for all
	 * sums sees the same rows in each.
	 */
	private static final String SUMS = """
			select coalesce(sum(bytes), 0) as server,
			coalesce(sum(case when room = :room then bytes end), 0) as room,
			coalesce(sum(case when seq is null then bytes end), 0) as unattached,
			coalesce(sum(case when seq is null and guest = :guest then bytes end), 0) as guest
			from (select room, guest, seq, case when done then stored else upload_length end as bytes from file
			where seq is not null or created_at > :after) as counted""";

	private final JdbcClient jdbc;

	Uploads(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Stores that a file is being uploaded.
	 */
	void add(Upload upload) {
		this.jdbc.sql("""
				insert into file (room, id, seat, guest, name, type, size, stored, created_at, done, as_file,
				upload_length) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(upload.room().value(), upload.id(), upload.seat(), upload.guest(), upload.name(), upload.type(),
					upload.size(), upload.stored(), upload.createdAt(), false, upload.isAsFile(), upload.length())
			.update();
	}

	/**
	 * Finds a file of a room, unless it has expired.
	 * @param after when a file that no message has must have been begun, in milliseconds
	 * since the epoch
	 */
	Optional<Upload> find(RoomKey room, String id, long after) {
		return this.jdbc.sql("select * from file where room = ? and id = ? and (seq is not null or created_at > ?)")
			.params(room.value(), id, after)
			.query((row, number) -> upload(row))
			.optional();
	}

	/**
	 * Stores the name, type and sizes of a file before its bytes are committed.
	 * @return false if the file was removed
	 */
	boolean describe(Upload upload) {
		return this.jdbc.sql("""
				update file set name = :name, type = :type, size = :size, stored = :stored,
				width = :width, height = :height where room = :room and id = :id and not done""")
			.param("name", upload.name())
			.param("type", upload.type())
			.param("size", upload.size())
			.param("stored", upload.stored())
			.param("width", upload.width(), Types.INTEGER)
			.param("height", upload.height(), Types.INTEGER)
			.param("room", upload.room().value())
			.param("id", upload.id())
			.update() > 0;
	}

	/**
	 * Stores that a file is there as a whole.
	 * @return false if the file was removed
	 */
	boolean complete(Upload upload) {
		return this.jdbc.sql("update file set done = ? where room = ? and id = ?")
			.params(true, upload.room().value(), upload.id())
			.update() > 0;
	}

	/**
	 * Removes a file that no message has.
	 * @return false if a message has it, or if it was removed
	 */
	boolean remove(Upload upload) {
		return this.jdbc.sql("delete from file where room = ? and id = ? and seq is null")
			.params(upload.room().value(), upload.id())
			.update() > 0;
	}

	/**
	 * Sums up the bytes of files that have not expired.
	 * @param after as for {@link #find}
	 */
	Sums sums(RoomKey room, String guest, long after) {
		return this.jdbc.sql(SUMS)
			.param("room", room.value())
			.param("guest", guest)
			.param("after", after)
			.query((row, number) -> new Sums(row.getLong("room"), row.getLong("server"), row.getLong("unattached"),
					row.getLong("guest")))
			.single();
	}

	private static Upload upload(ResultSet row) throws SQLException {
		long seq = row.getLong("seq");
		Long message = row.wasNull() ? null : seq;
		return new Upload(new RoomKey(row.getString("room")), row.getString("id"), row.getString("seat"),
				row.getString("guest"), row.getString("name"), row.getString("type"), row.getLong("upload_length"),
				row.getLong("size"), row.getLong("stored"), pixels(row, "width"), pixels(row, "height"),
				row.getLong("created_at"), message, row.getBoolean("done"), row.getBoolean("as_file"));
	}

	private static @Nullable Integer pixels(ResultSet row, String column) throws SQLException {
		int value = row.getInt(column);
		return row.wasNull() ? null : value;
	}

	/**
	 * How many bytes there are.
	 *
	 * @param room of the files of a room
	 * @param server of all files
	 * @param unattached of files that no message has
	 * @param guest of those of a guest
	 */
	record Sums(long room, long server, long unattached, long guest) {

		/**
		 * Whether so many bytes may be added.
		 */
		boolean allow(long bytes, FileProperties limits) {
			return this.room + bytes <= limits.perRoom().toBytes()
					&& this.server + bytes <= limits.perServer().toBytes()
					&& this.unattached + bytes <= limits.unattached()
					&& this.guest + bytes <= limits.unattachedPerGuest().toBytes();
		}

	}

}
