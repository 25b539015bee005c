package chat.foyer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.sqlite.SQLiteException;

/**
 * Checks at the start whether the SQLite database can be used. Failures are sentences for
 * the operator.
 */
final class SqliteCheck {

	private static final String SOUND = "ok";

	private static final int PRIMARY_CODE = 0xff;

	/**
	 * The maximum size up to which all pages are checked, which takes about a second. The
	 * size and the header are always checked.
	 */
	private static final long MAX_READ_BYTES = 256 * 1024 * 1024;

	private SqliteCheck() {
	}

	/**
	 * Reads the database and writes to it once, without changing anything.
	 * @throws StoreUnusableException if the file is no database, is damaged or cannot be
	 * written
	 */
	static void check(DataSource dataSource, Path file) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			String version = text(statement, "pragma user_version");
			String damage = (Files.size(file) <= MAX_READ_BYTES) ? text(statement, "pragma quick_check(1)") : SOUND;
			if (!damage.equals(SOUND)) {
				throw new StoreUnusableException(damaged(file, damage), null);
			}
			statement.execute("pragma user_version = " + version);
		}
		catch (SQLException ex) {
			throw new StoreUnusableException(sentence(file, ex), ex);
		}
		catch (IOException ex) {
			throw new StoreUnusableException("%s cannot be read (%s).".formatted(file, ex.getMessage()), ex);
		}
	}

	/**
	 * Describes an error of SQLite for the operator.
	 */
	static String sentence(Path file, SQLException failure) {
		int code = (failure instanceof SQLiteException sqlite) ? sqlite.getResultCode().code & PRIMARY_CODE
				: failure.getErrorCode();
		return switch (code) {
			case 3, 8, 14, 23 ->
				"%s cannot be opened for writing. Give user %s the right to write to it and its folder.".formatted(file,
						System.getProperty("user.name"));
			case 5, 6 -> "%s is locked by another program, such as a backup or a database browser.".formatted(file);
			case 11 -> damaged(file, "the file is cut short or overwritten");
			case 13 -> "There is no space left on the disk of %s.".formatted(file);
			case 26 -> "%s is not an SQLite database. Restore it from a backup, or move it away to start empty."
				.formatted(file);
			default -> "%s cannot be read and written (%s).".formatted(file, failure.getMessage());
		};
	}

	private static String damaged(Path file, String detail) {
		return "%s is damaged (%s). Restore it from a backup, or move it away to start empty.".formatted(file,
				detail.lines().reduce((first, second) -> second).orElse(detail).strip());
	}

	private static String text(Statement statement, String query) throws SQLException {
		try (ResultSet result = statement.executeQuery(query)) {
			result.next();
			return result.getString(1);
		}
	}

}
