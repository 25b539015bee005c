package chat.foyer.store;

import java.nio.file.Path;

import chat.foyer.store.Database.Durability;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SqliteDatabase}.
 */
class SqliteDatabaseTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "journal_mode, wal", "synchronous, 2", "busy_timeout, 200", "foreign_keys, 1" })
	void opensDatabaseWithDurableSettings(String pragma, String value) {
		try (DataFolder data = DataFolder.open(this.folder);
				HikariDataSource pool = new SqliteConfiguration().dataSource(new SqliteDatabase(data), data)) {
			assertThat(JdbcClient.create(pool).sql("pragma " + pragma).query(String.class).single()).isEqualTo(value);
		}
	}

	@ParameterizedTest
	@CsvSource({ "journal_mode, wal", "synchronous, 1", "busy_timeout, 200", "foreign_keys, 1" })
	void sessionsCommitWithoutSync(String pragma, String value) {
		try (DataFolder data = DataFolder.open(this.folder);
				HikariDataSource pool = new SqliteDatabase(data).open("sessions", Durability.DEFERRED)) {
			assertThat(JdbcClient.create(pool).sql("pragma " + pragma).query(String.class).single()).isEqualTo(value);
		}
	}

}
