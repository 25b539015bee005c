package chat.foyer.file;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.message.AttachedFile;
import chat.foyer.message.LineKey;
import chat.foyer.message.MessageFiles;
import chat.foyer.message.UploadedFile;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The rows of files as messages, downloads and the sweep need them. {@link Uploads}
 * stores them. Publishes {@link FilesRemoved} for the rows that it removes.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
class StoredFiles implements MessageFiles {

	private static final int LINES_A_QUERY = 256;

	private static final String OF_LINES = """
			with line (room, seq) as (values %s)
			select file.room, file.id from line join file on file.room = line.room and file.seq = line.seq
			where file.seq is not null""";

	private static final String DELETE_UNATTACHED = "delete from file where room = ? and id = ? and seq is null";

	private static final RowMapper<Key> KEY = (row, number) -> new Key(row.getString("room"), row.getString("id"));

	private final JdbcClient jdbc;

	private final JdbcTemplate template;

	private final ApplicationEventPublisher publisher;

	StoredFiles(JdbcClient jdbc, JdbcTemplate template, ApplicationEventPublisher publisher) {
		this.jdbc = jdbc;
		this.template = template;
		this.publisher = publisher;
	}

	@Override
	public List<UploadedFile> find(RoomKey room, List<String> ids) {
		// Others may have what a database rejects.
		List<String> wellFormed = ids.stream().filter(FileId::isOne).toList();
		if (wellFormed.isEmpty()) {
			return List.of();
		}
		return this.jdbc.sql("""
				select id, seat, name, type, size, width, height, seq from file
				where room = :room and id in (:ids) and done""")
			.param("room", room.value())
			.param("ids", wellFormed)
			.query((row, number) -> new UploadedFile(row.getString("seat"), file(row), row.getObject("seq") != null))
			.list();
	}

	/**
	 * Finds a file that is uploaded as a whole.
	 */
	Optional<StoredFile> find(RoomKey room, String id) {
		return this.jdbc.sql("""
				select id, seat, name, type, size, width, height, created_at, seq from file
				where room = ? and id = ? and done""")
			.params(room.value(), id)
			.query((row, number) -> new StoredFile(row.getString("seat"), file(row),
					Instant.ofEpochMilli(row.getLong("created_at")), row.getObject("seq") != null))
			.optional();
	}

	/**
	 * Attaches files to a message.
	 * @throws OptimisticLockingFailureException if one of them was removed or attached
	 * since it was found
	 */
	@Override
	public void attach(LineKey line, List<AttachedFile> files) {
		int[] counts = this.template.batchUpdate(
				"update file set seq = ? where room = ? and id = ? and seq is null and done",
				files.stream().map((file) -> new Object[] { line.seq(), line.room().value(), file.id() }).toList());
		if (IntStream.of(counts).anyMatch((count) -> count == 0)) {
			throw new OptimisticLockingFailureException("A file was removed meanwhile");
		}
	}

	@Override
	public void remove(List<LineKey> lines) {
		for (int start = 0; start < lines.size(); start += LINES_A_QUERY) {
			removeFiles(lines.subList(start, Math.min(start + LINES_A_QUERY, lines.size())));
		}
	}

	private void removeFiles(List<LineKey> lines) {
		// A few statements for all numbers of lines; the last line fills the rows that
		// are left.
		int rows = Integer.highestOneBit(2 * lines.size() - 1);
		List<Object> values = IntStream.range(0, rows)
			.mapToObj((i) -> lines.get(Math.min(i, lines.size() - 1)))
			.flatMap((line) -> Stream.<Object>of(line.room().value(), line.seq()))
			.toList();
		List<Key> keys = this.jdbc
			.sql(OF_LINES.formatted(String.join(", ", Collections.nCopies(rows, "(?, cast(? as bigint))"))))
			.params(values)
			.query(KEY)
			.list();
		delete("delete from file where room = ? and id = ?", keys.stream().distinct().toList());
	}

	/**
	 * Removes the files of a seat that no message has.
	 */
	void removeUnattached(Seat seat) {
		List<Key> keys = this.jdbc.sql("select room, id from file where guest = ? and seq is null and seat = ?")
			.params(seat.guest(), seat.id())
			.query(KEY)
			.list();
		delete(DELETE_UNATTACHED, keys);
	}

	/**
	 * Removes files that no message has.
	 * @param createdBefore until when they have been uploaded
	 * @param limit how many to remove at the most
	 * @return whether there may be more
	 */
	boolean removeExpired(Instant createdBefore, int limit) {
		List<Key> keys = this.jdbc.sql("select room, id from file where seq is null and created_at < ? limit ?")
			.params(createdBefore.toEpochMilli(), limit)
			.query(KEY)
			.list();
		delete(DELETE_UNATTACHED, keys);
		return keys.size() == limit;
	}

	private void delete(String sql, List<Key> keys) {
		if (keys.isEmpty()) {
			return;
		}
		int[] counts = this.template.batchUpdate(sql,
				keys.stream().map((key) -> new Object[] { key.room(), key.id() }).toList());
		// Others may be attached or removed since they were found.
		List<String> removed = IntStream.range(0, counts.length)
			.filter((i) -> counts[i] > 0)
			.mapToObj((i) -> keys.get(i).id())
			.toList();
		if (!removed.isEmpty()) {
			this.publisher.publishEvent(new FilesRemoved(removed));
		}
	}

	/**
	 * Which of some files there are, and whether each is uploaded as a whole.
	 */
	Map<String, Boolean> findDone(Collection<String> ids) {
		Map<String, Boolean> found = new HashMap<>();
		this.jdbc.sql("select id, done from file where id in (:ids)").param("ids", ids).query((row) -> {
			found.put(row.getString("id"), row.getBoolean("done"));
		});
		return found;
	}

	/**
	 * The ids of files that are uploaded as a whole, in their order.
	 * @param after the id behind which they are
	 * @param limit how many at the most
	 */
	List<String> doneAfter(String after, int limit) {
		return this.jdbc.sql("select id from file where id > ? and done order by id limit ?")
			.params(after, limit)
			.query(String.class)
			.list();
	}

	private static AttachedFile file(ResultSet row) throws SQLException {
		return new AttachedFile(row.getString("id"), row.getString("name"), row.getString("type"), row.getLong("size"),
				pixels(row, "width"), pixels(row, "height"), null);
	}

	private static @Nullable Integer pixels(ResultSet row, String column) throws SQLException {
		int value = row.getInt(column);
		return row.wasNull() ? null : value;
	}

	private record Key(String room, String id) {
	}

}
