package chat.foyer.file;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import chat.foyer.message.AttachedFile;
import chat.foyer.message.LineKey;
import chat.foyer.message.MessageFiles;
import chat.foyer.message.UploadedFile;
import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The files of all rooms.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
class StoredFiles implements MessageFiles {

	private final JdbcClient jdbc;

	private final JdbcTemplate template;

	StoredFiles(JdbcClient jdbc, JdbcTemplate template) {
		this.jdbc = jdbc;
		this.template = template;
	}

	@Override
	public List<UploadedFile> find(RoomKey room, List<String> ids) {
		return this.jdbc.sql("""
				select id, seat, name, type, size, width, height, seq from file
				where room = :room and id in (:ids) and done""")
			.param("room", room.value())
			.param("ids", ids)
			.query((row, number) -> new UploadedFile(row.getString("seat"), file(row), row.getObject("seq") != null))
			.list();
	}

	@Override
	public void attach(LineKey line, List<AttachedFile> files) {
		this.template.batchUpdate("update file set seq = ? where room = ? and id = ?",
				files.stream().map((file) -> new Object[] { line.seq(), line.room().value(), file.id() }).toList());
	}

	@Override
	public void remove(List<LineKey> lines) {
		this.template.batchUpdate("delete from file where room = ? and seq = ?",
				lines.stream().map((line) -> new Object[] { line.room().value(), line.seq() }).toList());
	}

	private static AttachedFile file(ResultSet row) throws SQLException {
		return new AttachedFile(row.getString("id"), row.getString("name"), row.getString("type"), row.getLong("size"),
				pixels(row, "width"), pixels(row, "height"), null);
	}

	private static @Nullable Integer pixels(ResultSet row, String column) throws SQLException {
		int value = row.getInt(column);
		return row.wasNull() ? null : value;
	}

}
