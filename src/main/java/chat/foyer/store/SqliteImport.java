package chat.foyer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves an installation from SQLite into an empty PostgreSQL database, in one
 * transaction. The data folder stays as it is, and the bytes of files stay in it.
 */
final class SqliteImport {

	private static final Logger logger = LoggerFactory.getLogger(SqliteImport.class);

	private static final int BATCH_SIZE = 1_000;

	/**
	 * Where an installation keeps files unless {@code foyer.files.dir} is set.
	 */
	private static final String FILES = "files";

	/**
	 * Tables that have rows in an empty database.
	 */
	private static final Set<String> FILLED = Set.of("installation", "retention_clock", "pulse");

	/**
	 * Tables that are not moved: the history of migrations, and the running servers.
	 */
	private static final Set<String> SKIPPED = Set.of("flyway_schema_history", "node");

	/**
	 * How the names of the tables of the search index begin. It is made anew.
	 */
	private static final String INDEX = "search_";

	private final PostgresDatabase database;

	private final Path folder;

	SqliteImport(PostgresDatabase database, Path folder) {
		this.database = database;
		this.folder = folder.toAbsolutePath().normalize();
	}

	/**
	 * Imports the installation, unless the database has it already. Other nodes that
	 * import it meanwhile wait.
	 * @throws StoreUnusableException if the database is not empty, or if the folder has
	 * no database or one that cannot be read or is in use
	 */
	void run() {
		if (!Files.isRegularFile(file())) {
			throw new StoreUnusableException("foyer.database.import is \"%s\", but there is no %s in it."
				.formatted(this.folder, DataFolder.DATABASE), null);
		}
		try (Connection target = this.database.unpooled().getConnection()) {
			target.setAutoCommit(false);
			execute(target, "lock table installation in access exclusive mode");
			if (isImported(target)) {
				logImportedAlready();
			}
			else {
				importInto(target);
				target.commit();
			}
		}
		catch (SQLException | IOException ex) {
			throw new StoreUnusableException("%s cannot be imported into %s (%s).".formatted(this.folder,
					this.database.location(), DataFolder.reason(ex).strip()), ex);
		}
	}

	private void importInto(Connection target) throws SQLException, IOException {
		try (SqliteCopy copy = SqliteCopy.of(this.folder); Connection source = copy.connect()) {
			List<String> tables = names(source, """
					select name from sqlite_schema
					where type = 'table' and substr(name, 1, 7) <> 'sqlite_' order by name""");
			tables.removeIf((table) -> SKIPPED.contains(table) || table.startsWith(INDEX));
			if (id(source).equals(id(target))) {
				logImportedAlready();
				return;
			}
			requireEmpty(target, tables);
			Map<String, Long> counts = new LinkedHashMap<>();
			for (String table : tables) {
				counts.put(table, move(table, source, target));
			}
			logger.info("Imported {} into {}: {} rooms, {} seats, {} events", this.folder, this.database.location(),
					counts.get("room"), counts.get("seat"), counts.get("event"));
			if (counts.getOrDefault("file", 0L) > 0) {
				logger.info("The bytes of {} files are not in the database: copy {} to the folder of the files, "
						+ "or set foyer.files.dir to it", counts.get("file"), this.folder.resolve(FILES));
			}
		}
	}

	private void requireEmpty(Connection target, List<String> tables) throws SQLException {
		for (String table : tables) {
			if (!FILLED.contains(table) && !names(target, "select 1 from " + table + " limit 1").isEmpty()) {
				throw new StoreUnusableException(("%s is not empty (table %s), so %s cannot be imported into it. "
						+ "Set foyer.database.url to an empty one, or remove foyer.database.import.")
					.formatted(this.database.location(), table, this.folder), null);
			}
		}
	}

	/**
	 * Whether the database is the installation of the folder, as far as the database file
	 * says without the write-ahead log, which is quick. The import looks again with it.
	 */
	private boolean isImported(Connection target) throws SQLException {
		List<String> id = id(target);
		try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + file().toUri() + "?immutable=1")) {
			return id.equals(id(source));
		}
		catch (SQLException ex) {
			// An older version, only in the log, or no database: the import finds out.
			return false;
		}
	}

	private static List<String> id(Connection connection) throws SQLException {
		return names(connection, "select log_key from installation");
	}

	private void logImportedAlready() {
		logger.info("{} was imported already: foyer.database.import is no longer needed", this.folder);
	}

	private Path file() {
		return this.folder.resolve(DataFolder.DATABASE);
	}

	/**
	 * Replaces the rows of a table.
	 * @return how many there are now
	 */
	private static long move(String table, Connection source, Connection target) throws SQLException {
		execute(target, "delete from " + table);
		List<Column> columns = columns(table, source, target);
		String insert = "insert into %s (%s) values (%s)".formatted(table,
				columns.stream().map(Column::name).collect(Collectors.joining(", ")),
				columns.stream().map((column) -> "?").collect(Collectors.joining(", ")));
		long count = 0;
		try (Statement select = source.createStatement();
				ResultSet rows = select.executeQuery("select * from " + table);
				PreparedStatement batch = target.prepareStatement(insert)) {
			while (rows.next()) {
				for (int i = 0; i < columns.size(); i++) {
					batch.setObject(i + 1, columns.get(i).read(rows));
				}
				batch.addBatch();
				count++;
				if (count % BATCH_SIZE == 0) {
					batch.executeBatch();
				}
			}
			batch.executeBatch();
		}
		return count;
	}

	/**
	 * The columns of SQLite's table, with the types that PostgreSQL has for them.
	 */
	private static List<Column> columns(String table, Connection source, Connection target) throws SQLException {
		List<Column> columns = new ArrayList<>();
		for (String column : names(source, "select name from pragma_table_info('" + table + "')")) {
			String type = names(target, """
					select data_type from information_schema.columns
					where table_schema = current_schema() and table_name = '%s' and column_name = '%s'"""
				.formatted(table, column)).get(0);
			columns.add(new Column(column, type));
		}
		return columns;
	}

	private static List<String> names(Connection connection, String query) throws SQLException {
		List<String> names = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			while (rows.next()) {
				names.add(rows.getString(1));
			}
		}
		return names;
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private record Column(String name, String type) {

		/**
		 * Reads a value of SQLite as PostgreSQL takes it. There, no text contains NUL.
		 */
		@Nullable Object read(ResultSet row) throws SQLException {
			if (row.getObject(this.name) == null) {
				return null;
			}
			return switch (this.type) {
				case "bigint" -> row.getLong(this.name);
				case "integer" -> row.getInt(this.name);
				case "boolean" -> row.getBoolean(this.name);
				case "bytea" -> row.getBytes(this.name);
				case "text" -> row.getString(this.name).replace("\0", "");
				default -> throw new SQLException("No values of type " + this.type + " in SQLite");
			};
		}

	}

}
