package chat.foyer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import chat.foyer.store.Database.Durability;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

import org.springframework.util.FileSystemUtils;

/**
 * A copy of a stopped installation's SQLite database with the schema of this version, in
 * a temporary folder. The installation stays as it is.
 */
final class SqliteCopy implements AutoCloseable {

	private final Path temp;

	private final HikariDataSource pool;

	private SqliteCopy(Path temp, HikariDataSource pool) {
		this.temp = temp;
		this.pool = pool;
	}

	/**
	 * Copies the database of a data folder.
	 * @throws StoreUnusableException if a server uses the folder, or if the database is
	 * damaged or that of a newer version
	 * @throws IOException if the folder cannot be read or locked, or if there is no space
	 * for the copy
	 */
	static SqliteCopy of(Path folder) throws IOException {
		Path temp = Files.createTempDirectory("foyer-import");
		try {
			copy(folder, temp);
			return new SqliteCopy(temp, open(temp, folder.resolve(DataFolder.DATABASE)));
		}
		catch (IOException | RuntimeException ex) {
			FileSystemUtils.deleteRecursively(temp);
			throw ex;
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		Path lock = from.resolve(DataFolder.LOCK);
		boolean hasLock = Files.exists(lock);
		DataFolder locked = DataFolder.openExisting(from);
		try (locked) {
			// The log has what is not in the database file yet, as after kill -9.
			for (String name : new String[] { DataFolder.DATABASE, DataFolder.DATABASE + "-wal" }) {
				if (Files.exists(from.resolve(name))) {
					Files.copy(from.resolve(name), to.resolve(name));
				}
			}
		}
		finally {
			if (!hasLock) {
				Files.deleteIfExists(lock);
			}
		}
	}

	/**
	 * Opens the copy.
	 * @param original the file that sentences for the operator name
	 */
	private static HikariDataSource open(Path temp, Path original) {
		DataFolder folder = DataFolder.open(temp);
		try (folder) {
			HikariDataSource pool = new SqliteDatabase(folder).open("import", Durability.DEFERRED);
			SqliteCheck.check(pool.getDataSource(), original);
			SqliteConfiguration.schemaMigration(original)
				.migrate(Flyway.configure()
					.dataSource(pool.getDataSource())
					.locations("classpath:db/migration/common", "classpath:db/migration/sqlite")
					.javaMigrations(new RoomKeysMigration())
					.load());
			return pool;
		}
	}

	Connection connect() throws SQLException {
		return this.pool.getConnection();
	}

	/**
	 * Deletes the copy.
	 */
	@Override
	public void close() throws IOException {
		this.pool.close();
		FileSystemUtils.deleteRecursively(this.temp);
	}

}
