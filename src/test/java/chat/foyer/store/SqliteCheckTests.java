package chat.foyer.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link SqliteCheck}.
 */
class SqliteCheckTests {

	@TempDir
	private Path temp;

	private Path file;

	@BeforeEach
	void makeDatabase() {
		this.file = this.temp.resolve("foyer.db");
		open((pool) -> {
			migrate(pool);
			JdbcClient jdbc = JdbcClient.create(pool);
			jdbc.sql("create table filling (x)").update();
			jdbc.sql("with recursive n (i) as (select 1 union all select i + 1 from n where i < 200) "
					+ "insert into filling select hex(randomblob(1000)) from n")
				.update();
		});
	}

	@Test
	void acceptsDatabaseOfThisVersion() {
		open(this::migrate);
	}

	@Test
	void acceptsEmptyFile() throws IOException {
		Files.write(this.file, new byte[0]);
		open(this::migrate);
	}

	@Test
	void refusesOtherFiles() throws IOException {
		Files.writeString(this.file, "This is a letter to my aunt. ".repeat(1000));
		assertRefused("%s is not an SQLite database. Restore it from a backup, or move it away to start empty.");
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 4096, 5000, 200_000 })
	void refusesTruncatedDatabase(int bytes) throws IOException {
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.WRITE)) {
			channel.truncate(bytes);
		}
		assertRefused("%s is ");
	}

	@ParameterizedTest
	@ValueSource(longs = { 4096, 8192, 204_800 })
	void refusesOverwrittenPages(long position) throws IOException {
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap("garbage ".repeat(512).getBytes(StandardCharsets.UTF_8)), position);
		}
		assertRefused("%s is damaged (");
	}

	@Test
	void refusesFolderInPlaceOfTheDatabase() throws IOException {
		Files.delete(this.file);
		Files.createDirectory(this.file);
		assertRefused("%s cannot be opened for writing.");
	}

	@Test
	void rejectsDatabaseOfNewerVersion() {
		open((pool) -> JdbcClient.create(pool)
			.sql("insert into flyway_schema_history select 99, '99', 'future', type, 'V99__future.sql', 1, "
					+ "installed_by, installed_on, execution_time, success from flyway_schema_history limit 1")
			.update());
		assertRefused("%s was written by a newer version of Foyer. Start that version, "
				+ "or restore the backup from before the upgrade.");
	}

	@Test
	void refusesChangedMigrations() {
		open((pool) -> JdbcClient.create(pool)
			.sql("update flyway_schema_history set checksum = 1 where version = '1'")
			.update());
		assertRefused("%s does not have the tables that this version of Foyer expects.");
	}

	@Test
	void refusesDatabaseOfAnotherProgram() {
		open((pool) -> JdbcClient.create(pool).sql("drop table flyway_schema_history").update());
		assertRefused("%s is not a database of Foyer. Set foyer.data-dir to another folder.");
	}

	@ParameterizedTest
	@CsvSource({ "SQLITE_FULL,There is no space left on the disk of /d/foyer.db.",
			"SQLITE_READONLY,/d/foyer.db cannot be opened for writing.",
			"SQLITE_READONLY_DIRECTORY,/d/foyer.db cannot be opened for writing.",
			"SQLITE_CANTOPEN,/d/foyer.db cannot be opened for writing.",
			"SQLITE_BUSY,/d/foyer.db is locked by another program", "SQLITE_CORRUPT,/d/foyer.db is damaged",
			"SQLITE_NOTADB,/d/foyer.db is not an SQLite database.",
			"SQLITE_IOERR_READ,/d/foyer.db cannot be read and written" })
	void saysWhatAnErrorOfSqliteMeans(SQLiteErrorCode code, String sentence) {
		assertThat(SqliteCheck.sentence(Path.of("/d/foyer.db"), new SQLiteException("[" + code + "]", code)))
			.startsWith(sentence);
	}

	@Test
	void describesOtherErrors() {
		assertThat(SqliteCheck.sentence(Path.of("/d/foyer.db"), new SQLException("no driver")))
			.isEqualTo("/d/foyer.db cannot be read and written (no driver).");
	}

	private void assertRefused(String sentence) {
		assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> open(this::migrate))
			.satisfies((ex) -> assertThat(ex.getMessage()).startsWith(sentence.formatted(this.file)).endsWith("."));
	}

	private void open(Use use) {
		SqliteConfiguration configuration = new SqliteConfiguration();
		try (DataFolder folder = configuration.dataFolder(new StoreProperties(this.temp));
				HikariDataSource pool = configuration.dataSource(new SqliteDatabase(folder), folder)) {
			use.with(pool);
		}
	}

	private void migrate(HikariDataSource pool) {
		SqliteConfiguration.schemaMigration(this.file)
			.migrate(Flyway.configure()
				.dataSource(pool)
				.locations("classpath:db/migration/sqlite")
				.javaMigrations(new RoomKeysMigration())
				.load());
	}

	private interface Use {

		void with(HikariDataSource pool);

	}

}
