package chat.foyer.store;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteConfig.SynchronousMode;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StoreConfiguration}.
 */
class StoreConfigurationTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "journal_mode, wal", "synchronous, 2", "busy_timeout, 200", "foreign_keys, 1" })
	void opensDatabaseWithDurableSettings(String pragma, String value) {
		try (DataFolder data = DataFolder.open(this.folder);
				HikariDataSource pool = new StoreConfiguration().dataSource(new Database(data), data)) {
			assertThat(JdbcClient.create(pool).sql("pragma " + pragma).query(String.class).single()).isEqualTo(value);
		}
	}

	@ParameterizedTest
	@CsvSource({ "journal_mode, wal", "synchronous, 1", "busy_timeout, 200", "foreign_keys, 1" })
	void sessionsCommitWithoutSync(String pragma, String value) {
		try (DataFolder data = DataFolder.open(this.folder);
				HikariDataSource pool = new Database(data).open("sessions", SynchronousMode.NORMAL)) {
			assertThat(JdbcClient.create(pool).sql("pragma " + pragma).query(String.class).single()).isEqualTo(value);
		}
	}

}
