package chat.foyer.store;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

import chat.foyer.store.Database.Durability;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link PostgresDatabase}.
 */
class PostgresDatabaseTests {

	private String name;

	@BeforeEach
	void createDatabase() {
		this.name = EmbeddedServer.create();
	}

	@AfterEach
	void dropDatabase() {
		EmbeddedServer.drop(this.name);
	}

	@ParameterizedTest
	@CsvSource({ "ON_DISK, on", "DEFERRED, off" })
	void opensPoolWithDurability(Durability durability, String commit) {
		try (HikariDataSource pool = database(EmbeddedServer.url(this.name)).open("store", durability)) {
			assertThat(setting(pool, "synchronous_commit")).isEqualTo(commit);
			assertThat(setting(pool, "lock_timeout")).isEqualTo("2500ms");
			assertThat(setting(pool, "idle_in_transaction_session_timeout")).isEqualTo("2s");
			assertThat(setting(pool, "transaction_isolation")).isEqualTo("read committed");
			assertThat(setting(pool, "application_name")).isEqualTo("foyer");
		}
	}

	@Test
	void parametersOfUrlTakePrecedence() {
		String url = EmbeddedServer.url(this.name) + "?ApplicationName=chat&socketTimeout=7";
		PostgresDatabase database = database(url);
		assertThat(database.unpooled().getSocketTimeout()).isEqualTo(7);
		try (HikariDataSource pool = database.open("store", Durability.ON_DISK)) {
			assertThat(setting(pool, "application_name")).isEqualTo("chat");
		}
	}

	@Test
	void reportsWhyTransactionFailedWhenItsConnectionIsBroken() {
		PostgresDatabase database = database(EmbeddedServer.url(this.name));
		try (HikariDataSource pool = database.open("store", Durability.ON_DISK)) {
			JdbcClient jdbc = JdbcClient.create(pool);
			assertThatExceptionOfType(DataAccessResourceFailureException.class)
				.isThrownBy(() -> new TransactionTemplate(database.transactions(pool))
					.executeWithoutResult((transaction) -> terminateOwn(jdbc)))
				.withMessageContaining("select 1");
			assertThat(jdbc.sql("select 2").query(Integer.class).single()).isEqualTo(2);
		}
	}

	private static void terminateOwn(JdbcClient jdbc) {
		int own = jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
		EmbeddedServer.execute("select pg_terminate_backend(%d, 5000)".formatted(own));
		jdbc.sql("select 1").query(Integer.class).single();
	}

	@Test
	void requestsLearnSoonThatTheDatabaseDoesNotAnswer() throws IOException {
		try (ServerSocket silent = new ServerSocket(0);
				HikariDataSource pool = database(
						EmbeddedServer.url(this.name).replaceAll(":\\d+/", ":" + silent.getLocalPort() + "/"))
					.open("store", Durability.ON_DISK)) {
			JdbcClient jdbc = JdbcClient.create(pool);
			long start = System.nanoTime();
			assertThatExceptionOfType(CannotGetJdbcConnectionException.class)
				.isThrownBy(() -> jdbc.sql("select 1").query(Integer.class).single());
			// The pool waits for 1.8 s; the rest is for a busy machine.
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
		}
	}

	@Test
	void errorsQuoteNoRow() {
		try (HikariDataSource pool = database(EmbeddedServer.url(this.name)).open("store", Durability.ON_DISK)) {
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			jdbc.execute("create table note (text text primary key)");
			List<Object[]> twice = List.of(new Object[] { "secret" }, new Object[] { "secret" });
			assertThatExceptionOfType(DuplicateKeyException.class)
				.isThrownBy(() -> jdbc.batchUpdate("insert into note (text) values (?)", twice))
				.satisfies((ex) -> assertThat(ex).asString().doesNotContain("secret"));
		}
	}

	@Test
	void connectsToHostThatCanBeWrittenTo() throws IOException {
		int closed = closedPort();
		String url = EmbeddedServer.url(this.name).replace("//", "//localhost:%d,".formatted(closed));
		PostgresDatabase database = database(url);
		try (HikariDataSource pool = database.open("store", Durability.ON_DISK)) {
			assertThat(JdbcClient.create(pool).sql("select current_database()").query(String.class).single())
				.isEqualTo(this.name);
		}
		assertThat(database.location())
			.startsWith("PostgreSQL database %s at localhost:%d, localhost:".formatted(this.name, closed));
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static PostgresDatabase database(String url) {
		return new PostgresDatabase(new DatabaseProperties(url, "postgres", "", 2, null));
	}

	private static String setting(HikariDataSource pool, String name) {
		return JdbcClient.create(pool).sql("select current_setting(?)").param(name).query(String.class).single();
	}

}
