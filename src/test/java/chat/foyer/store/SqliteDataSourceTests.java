package chat.foyer.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.TransactionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link SqliteDataSource} with two connections, of which one may lock the other
 * out.
 */
class SqliteDataSourceTests {

	@TempDir
	private Path folder;

	private Connection connection;

	private Connection other;

	@BeforeEach
	void open() throws SQLException {
		SQLiteConfig config = new SQLiteConfig();
		config.setJournalMode(JournalMode.WAL);
		config.setTransactionMode(TransactionMode.IMMEDIATE);
		config.setBusyTimeout(0);
		SqliteDataSource dataSource = new SqliteDataSource(this.folder.resolve("test.db").toString(), config);
		this.connection = dataSource.getConnection();
		this.other = dataSource.getConnection();
		execute(this.connection, "create table line (text)");
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
		this.other.close();
	}

	@Test
	void commitsWholeTransaction() throws SQLException {
		this.connection.setAutoCommit(false);
		execute(this.connection, "insert into line values ('a')");
		assertThat(lines(this.other)).isZero();
		this.connection.commit();
		assertThat(lines(this.other)).isOne();
	}

	@Test
	void rollsBackWholeTransaction() throws SQLException {
		this.connection.setAutoCommit(false);
		execute(this.connection, "insert into line values ('a')");
		this.connection.rollback();
		this.connection.setAutoCommit(true);
		assertThat(lines(this.connection)).isZero();
	}

	@Test
	void rollsBackWhatSqliteHasRolledBack() throws SQLException {
		this.connection.setAutoCommit(false);
		execute(this.connection, "insert into line values ('a')");
		execute(this.connection, "rollback");
		this.connection.rollback();
		assertThat(lines(this.other)).isZero();
	}

	@Test
	void takesWriteLockAtBegin() throws SQLException {
		this.connection.setAutoCommit(false);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.other.setAutoCommit(false))
			.withMessageContaining("SQLITE_BUSY");
	}

	@Test
	void beginsTransactionAfterOneThatFailedToBegin() throws SQLException {
		this.other.setAutoCommit(false);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.connection.setAutoCommit(false));
		assertThat(this.connection.getAutoCommit()).isTrue();
		this.other.rollback();
		this.other.setAutoCommit(true);
		this.connection.setAutoCommit(false);
		execute(this.connection, "insert into line values ('a')");
		assertThat(lines(this.other)).isZero();
		this.connection.rollback();
		this.connection.setAutoCommit(true);
		assertThat(lines(this.connection)).isZero();
	}

	@Test
	void commitReleasesWriteLock() throws SQLException {
		this.connection.setAutoCommit(false);
		this.connection.commit();
		execute(this.other, "insert into line values ('a')");
		this.connection.setAutoCommit(true);
		assertThat(lines(this.connection)).isOne();
	}

	@Test
	void rollbackReleasesWriteLock() throws SQLException {
		this.connection.setAutoCommit(false);
		this.connection.rollback();
		execute(this.other, "insert into line values ('a')");
		this.connection.setAutoCommit(true);
		assertThat(lines(this.connection)).isOne();
	}

	@Test
	void nextTransactionTakesWriteLock() throws SQLException {
		this.connection.setAutoCommit(false);
		this.connection.commit();
		this.connection.setAutoCommit(true);
		this.connection.setAutoCommit(false);
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> execute(this.other, "insert into line values ('a')"))
			.withMessageContaining("SQLITE_BUSY");
	}

	@Test
	void transactionEndedByDatabaseIsOver() throws SQLException {
		this.connection.setAutoCommit(false);
		execute(this.connection, "rollback");
		assertThatExceptionOfType(SQLException.class).isThrownBy(this.connection::commit);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.connection.setAutoCommit(true));
		assertThat(this.connection.getAutoCommit()).isTrue();
		this.connection.setAutoCommit(false);
		execute(this.connection, "insert into line values ('a')");
		this.connection.rollback();
		this.connection.setAutoCommit(true);
		assertThat(lines(this.connection)).isZero();
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static long lines(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				var result = statement.executeQuery("select count(*) from line")) {
			return result.getLong(1);
		}
	}

}
