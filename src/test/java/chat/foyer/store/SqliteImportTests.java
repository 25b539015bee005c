package chat.foyer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.store.Database.Durability;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link SqliteImport}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SqliteImportTests {

	@TempDir
	private Path folder;

	private String name;

	private PostgresDatabase database;

	@BeforeEach
	void createDatabase() {
		this.name = EmbeddedServer.create();
		this.database = new PostgresDatabase(
				new DatabaseProperties(EmbeddedServer.url(this.name), "postgres", "", 2, null));
		PostgresConfiguration.schemaMigration(this.database)
			.migrate(flyway("postgresql").dataSource(this.database.unpooled()).load());
	}

	@AfterEach
	void dropDatabase() {
		EmbeddedServer.drop(this.name);
	}

	@Test
	void movesEveryRow(CapturedOutput output) throws IOException {
		Map<String, String> rows = fillFolder();
		Map<String, String> files = files();
		run();
		assertThat(rows(JdbcClient.create(this.database.unpooled()), rows.keySet())).isEqualTo(rows);
		assertThat(files()).isEqualTo(files);
		assertThat(rows(JdbcClient.create(this.database.unpooled()), List.of("search_room"))).containsValue("");
		assertThat(output).contains(
				"Imported %s into %s: 1 rooms, 1 seats, 2002 events".formatted(this.folder, this.database.location()));
		assertThat(output)
			.contains("The bytes of 1 files are not in the database: copy " + this.folder.resolve("files"));
		run();
		assertThat(output).contains(this.folder + " was imported already");
		assertThat(rows(JdbcClient.create(this.database.unpooled()), rows.keySet())).isEqualTo(rows);
	}

	@Test
	void movesWhatOnlyTheWriteAheadLogHasOnce(CapturedOutput output) throws IOException {
		try (DataFolder data = DataFolder.open(this.folder); HikariDataSource pool = open(data)) {
			migrate(pool, "14");
			JdbcClient.create(pool).sql("insert into room (room, name, last_seq) values ('lab', 'Lab', 3)").update();
			Path killed = Files.createDirectory(this.folder.resolve("killed"));
			for (String file : List.of("foyer.db", "foyer.db-wal")) {
				Files.copy(this.folder.resolve(file), killed.resolve(file));
			}
			new SqliteImport(this.database, killed).run();
			assertThat(rooms()).isEqualTo(1);
			new SqliteImport(this.database, killed).run();
			assertThat(output).contains(killed + " was imported already");
		}
		assertThat(rooms()).isEqualTo(1);
	}

	@Test
	void movesOlderInstallations() {
		try (DataFolder data = DataFolder.open(this.folder); HikariDataSource pool = open(data)) {
			migrate(pool, "4");
			JdbcClient.create(pool).sql("insert into room (name, last_seq) values ('Lab', 3)").update();
		}
		run();
		assertThat(rooms()).isEqualTo(1);
	}

	@Test
	void rejectsDatabaseThatIsNotEmpty() throws IOException {
		fillFolder();
		JdbcClient.create(this.database.unpooled())
			.sql("insert into room (room, name, last_seq) values ('attic', 'Attic', 0)")
			.update();
		assertRefused("%s is not empty (table room), so %s cannot be imported into it."
			.formatted(this.database.location(), this.folder));
		assertThat(rooms()).isEqualTo(1);
	}

	@Test
	void rejectsFolderOfRunningServer() throws IOException {
		fillFolder();
		DataFolder running = DataFolder.open(this.folder);
		try (running) {
			assertRefused("Another Foyer server uses the data folder %s. Stop it first.".formatted(this.folder));
		}
	}

	@Test
	void rejectsFolderWithoutDatabase() {
		assertRefused("foyer.database.import is \"%s\", but there is no foyer.db in it.".formatted(this.folder));
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void rejectsNewerInstallation() throws IOException {
		fillFolder();
		try (DataFolder data = DataFolder.open(this.folder); HikariDataSource pool = open(data)) {
			JdbcClient.create(pool)
				.sql("insert into flyway_schema_history select 99, '99', 'future', type, 'V99__future.sql', 1, "
						+ "installed_by, installed_on, execution_time, success from flyway_schema_history limit 1")
				.update();
		}
		assertRefused(this.folder.resolve("foyer.db") + " was written by a newer version of Foyer.");
	}

	@Test
	void rejectsDamagedDatabase() throws IOException {
		Files.writeString(this.folder.resolve("foyer.db"), "This is a letter to my aunt. ".repeat(1000));
		assertRefused(this.folder.resolve("foyer.db") + " is not an SQLite database.");
	}

	/**
	 * Fills each table of an installation.
	 * @return the rows of each table as text
	 */
	private Map<String, String> fillFolder() {
		try (DataFolder data = DataFolder.open(this.folder); HikariDataSource pool = open(data)) {
			migrate(pool, "15");
			JdbcClient jdbc = JdbcClient.create(pool);
			for (String statement : """
					insert into spring_session values ('p', 's', 1, 1800000000000, 7200, 1800000000001, 'ann')
					insert into spring_session values ('q', 't', 1, 2, 7200, 3, null)
					insert into spring_session_attributes values ('p', 'guest', x'00ff10')
					insert into room (room, name, last_seq) values ('lab', 'Lab', 9000000000)
					insert into seat values ('lab', 'a', 'ann', 'Ann', 'ann', 'ann', 5, 7, null, 3)
					insert into event values ('lab', 1, 'join', 'a', null, 'Ann', null, 8, 3, false, 9, null, null, null, null, null, null)
					insert into event values ('lab', 2002, 'react', 'a', 'r', 'Ann', null, 8, 3, false, 9, 2, '{}', null, null, null, null)
					insert into reaction values ('lab', 2, '\uD83D\uDC4B', 'a', 'Ann', 2002)
					insert into pin values ('lab', 2, 2003)
					insert into search_room (room, indexed_to) values ('lab', 1)
					insert into connection_of values ('lab', 'a', 'local', 'ann', 'Ann', 3, true, true, 9)
					insert into file values ('lab', 'f', 'a', 'ann', 'a.png', 'image/png', 7, 8, 2, 3, 9, 2001, true, false, 7)
					insert into pulse values (1, 12)
					insert into browser values ('hash', 'ann')
					insert into move values ('ann', 'hash', 'a', 10, null)
					update retention_clock set time = 77
					"""
				.lines()
				.toList()) {
				jdbc.sql(statement).update();
			}
			jdbc.sql(
					"""
							insert into event
							with recursive n (i) as (select 2 union all select i + 1 from n where i < 2001)
							select 'lab', i, 'message', 'a', 'm' || i, 'Ann', 'Grüße 👋 ' || i, 1800000000000 + i, 3, i % 2, i, null, null, 1, i, 5, 6
							from n""")
				.update();
			List<String> tables = jdbc.sql("""
					select name from sqlite_schema where type = 'table' and substr(name, 1, 7) <> 'sqlite_'
					and name not in ('flyway_schema_history', 'node') and substr(name, 1, 7) <> 'search_'""")
				.query(String.class)
				.list();
			Map<String, String> rows = rows(jdbc, tables);
			assertThat(rows.values()).noneMatch(String::isEmpty);
			return rows;
		}
	}

	private static Map<String, String> rows(JdbcClient jdbc, Iterable<String> tables) {
		Map<String, String> rows = new TreeMap<>();
		for (String table : tables) {
			rows.put(table,
					jdbc.sql("select * from " + table)
						.query((row, number) -> text(row))
						.list()
						.stream()
						.sorted()
						.collect(Collectors.joining("\n")));
		}
		return rows;
	}

	private static String text(ResultSet row) throws SQLException {
		TreeMap<String, String> columns = new TreeMap<>();
		for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
			String name = row.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT);
			boolean isFlag = Set.of("follows", "away", "connected", "done", "as_file").contains(name);
			columns.put(name, name.endsWith("bytes") ? Arrays.toString(row.getBytes(i))
					: isFlag ? String.valueOf(row.getBoolean(i)) : row.getString(i));
		}
		return columns.toString();
	}

	private int rooms() {
		return JdbcClient.create(this.database.unpooled())
			.sql("select count(*) from room")
			.query(Integer.class)
			.single();
	}

	private Map<String, String> files() throws IOException {
		Map<String, String> files = new TreeMap<>();
		try (Stream<Path> all = Files.list(this.folder)) {
			for (Path file : all.toList()) {
				files.put(file.getFileName().toString(),
						Arrays.hashCode(Files.readAllBytes(file)) + " " + Files.getLastModifiedTime(file));
			}
		}
		return files;
	}

	private void run() {
		new SqliteImport(this.database, this.folder).run();
	}

	private void assertRefused(String sentence) {
		assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(this::run).withMessageStartingWith(sentence);
	}

	private static HikariDataSource open(DataFolder data) {
		return new SqliteDatabase(data).open("store", Durability.DEFERRED);
	}

	private static void migrate(HikariDataSource pool, String version) {
		flyway("sqlite").dataSource(pool).javaMigrations(new RoomKeysMigration()).target(version).load().migrate();
	}

	private static FluentConfiguration flyway(String folder) {
		return Flyway.configure().locations("classpath:db/migration/common", "classpath:db/migration/" + folder);
	}

}
