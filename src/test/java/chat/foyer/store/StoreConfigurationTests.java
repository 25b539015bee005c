package chat.foyer.store;

import java.io.IOException;
import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StoreConfiguration}.
 */
class StoreConfigurationTests {

	@TempDir
	private Path folder;

	@Test
	void folderIsMadeWhenItIsMissing() throws IOException {
		Path missing = this.folder.resolve("some/folder");
		try (HikariDataSource pool = open(missing)) {
			JdbcClient.create(pool).sql("create table t (x)").update();
		}
		assertThat(missing.resolve("foyer.db")).isNotEmptyFile();
	}

	@ParameterizedTest
	@CsvSource({ "journal_mode, wal", "synchronous, 2", "busy_timeout, 2000", "foreign_keys, 1" })
	void databaseIsOpenedWithCare(String pragma, String value) throws IOException {
		try (HikariDataSource pool = open(this.folder)) {
			assertThat(JdbcClient.create(pool).sql("pragma " + pragma).query(String.class).single()).isEqualTo(value);
		}
	}

	@ParameterizedTest
	@CsvSource({ "journal_mode, wal", "synchronous, 1", "busy_timeout, 2000", "foreign_keys, 1" })
	void sessionsDoNotWaitForTheDisk(String pragma, String value) throws IOException {
		try (HikariDataSource pool = new SessionStoreConfiguration()
			.sessionDataSource(new StoreProperties(this.folder))) {
			assertThat(JdbcClient.create(pool).sql("pragma " + pragma).query(String.class).single()).isEqualTo(value);
		}
	}

	private static HikariDataSource open(Path folder) throws IOException {
		return new StoreConfiguration().dataSource(new StoreProperties(folder));
	}

}
