package chat.foyer.store;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link PostgresCheck}, and of the migration on PostgreSQL.
 */
class PostgresCheckTests {

	private String name;

	private PostgresDatabase database;

	@BeforeEach
	void createDatabase() {
		this.name = EmbeddedServer.create();
		this.database = database(EmbeddedServer.url(this.name), "postgres", "");
	}

	@AfterEach
	void dropDatabase() {
		EmbeddedServer.drop(this.name);
	}

	@Test
	void acceptsEmptyDatabaseAndItsOwn() {
		open(this.database);
		open(this.database);
	}

	@Test
	void rejectsUnknownDatabase() {
		assertRefused(database(EmbeddedServer.url("nowhere"), "postgres", ""),
				"PostgreSQL database nowhere at localhost:");
	}

	@Test
	void rejectsUnknownHost() {
		assertRefused(database("jdbc:postgresql://nowhere.invalid/foyer", "foyer", "secret"),
				"PostgreSQL database foyer at nowhere.invalid:5432 cannot be reached "
						+ "(there is no host nowhere.invalid). Check foyer.database.url.");
	}

	@Test
	void rejectsPortWhereNothingListens() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertRefused(database("jdbc:postgresql://localhost:" + port + "/foyer", "foyer", "secret"),
				"PostgreSQL database foyer at localhost:%d cannot be reached (nothing accepts connections there)."
					.formatted(port));
	}

	@Test
	void rejectsWrongPassword() throws IOException {
		Path rules = Path.of(setting("hba_file"));
		String usual = Files.readString(rules);
		try {
			EmbeddedServer.execute("create role guarded login password 'right'");
			Files.writeString(rules, "host all guarded all scram-sha-256\n" + usual);
			EmbeddedServer.execute("select pg_reload_conf()");
			String sentence = place() + " does not admit user guarded. Check foyer.database.username and "
					+ "foyer.database.password (FATAL: password authentication failed for user \"guarded\").";
			assertRefused(database(EmbeddedServer.url(this.name), "guarded", "wrong"), sentence);
			assertRefused(database(EmbeddedServer.url(this.name), "guarded", ""),
					place() + " rejects the connection (");
		}
		finally {
			Files.writeString(rules, usual);
			EmbeddedServer.execute("select pg_reload_conf()");
			EmbeddedServer.execute("drop role guarded");
		}
	}

	@Test
	void rejectsUserWhoMayNotCreateTables() {
		EmbeddedServer.execute("create role reader login");
		try {
			assertRefused(database(EmbeddedServer.url(this.name), "reader", ""),
					place() + " does not let user reader create tables.");
		}
		finally {
			EmbeddedServer.execute("drop role reader");
		}
	}

	@Test
	void rejectsOtherEncodings() {
		EmbeddedServer.drop(this.name);
		EmbeddedServer.execute("create database %s encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0"
			.formatted(this.name));
		assertRefused(this.database, place() + " has the encoding LATIN1. Create a database with the encoding UTF8.");
	}

	@Test
	void rejectsReadOnlyDatabase() {
		EmbeddedServer.execute("alter database %s set default_transaction_read_only = on".formatted(this.name));
		assertRefused(this.database, place() + " cannot be reached (the server is a read-only replica");
		assertRefused(database(EmbeddedServer.url(this.name) + "?targetServerType=any", "postgres", ""),
				place() + " is read-only, such as a replica. Set foyer.database.url to the primary.");
	}

	@Test
	void rejectsDatabaseOfNewerVersion() {
		open(this.database);
		jdbc()
			.sql("insert into flyway_schema_history select 99, '99', 'future', type, 'V99__future.sql', 1, "
					+ "installed_by, installed_on, execution_time, success from flyway_schema_history limit 1")
			.update();
		assertRefused(this.database, place() + " was written by a newer version of Foyer.");
	}

	@Test
	void rejectsChangedMigrations() {
		open(this.database);
		jdbc().sql("update flyway_schema_history set checksum = 1").update();
		assertRefused(this.database, place() + " does not have the tables that this version of Foyer expects.");
	}

	@Test
	void rejectsDatabaseOfAnotherProgram() {
		jdbc().sql("create table ledger (id integer)").update();
		assertRefused(this.database, place() + " is not a database of Foyer. Set foyer.database.url to an empty one.");
	}

	@Test
	void rejectsMissingSchema() {
		assertRefused(database(EmbeddedServer.url(this.name) + "?currentSchema=chat", "postgres", ""),
				place() + " has no schema for the tables.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "130011 | on | D is version 13.11. Foyer needs PostgreSQL 14 or newer.",
			"140000 | off | D has fsync=off: messages would be lost when the power fails. Set fsync=on." })
	void rejectsUnsuitableServers(int version, String fsync, String sentence) throws SQLException {
		ResultSet server = mock();
		given(server.getInt("number")).willReturn(version);
		given(server.getString("version")).willReturn("13.11");
		given(server.getString("encoding")).willReturn("UTF8");
		given(server.getString("fsync")).willReturn(fsync);
		assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> PostgresCheck.check("D", server))
			.withMessage(sentence);
	}

	@ParameterizedTest
	@CsvSource({ "53300,has no connection free", "57P03,is starting or stopping", "XX000,cannot be used (no reason)" })
	void describesOtherErrors(String state, String sentence) {
		assertThat(PostgresCheck.sentence(this.database, new SQLException("no reason.\nmore", state)))
			.startsWith(place() + " " + sentence)
			.endsWith(".");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://foyer:secret@localhost/foyer",
			"jdbc:postgresql://localhost:secret/foyer", "jdbc:postgresql://localhost?password=secret" })
	void rejectsUnreadableUrlWithoutPrintingIt(String url) {
		assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> database(url, "", ""))
			.withMessageStartingWith("foyer.database.url cannot be read. It must be like")
			.withMessageNotContaining("secret");
	}

	private String place() {
		return this.database.location();
	}

	private String setting(String name) {
		return jdbc().sql("select current_setting(?)").param(name).query(String.class).single();
	}

	private JdbcClient jdbc() {
		return JdbcClient.create(this.database.unpooled());
	}

	private static PostgresDatabase database(String url, String username, String password) {
		return new PostgresDatabase(new DatabaseProperties(url, username, password, 2, null));
	}

	private static void assertRefused(PostgresDatabase database, String sentence) {
		assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> open(database))
			.satisfies((ex) -> assertThat(ex.getMessage()).startsWith(sentence).endsWith(".").doesNotContain("secret"));
	}

	private static void open(PostgresDatabase database) {
		PostgresCheck.check(database);
		PostgresConfiguration.schemaMigration(database)
			.migrate(Flyway.configure()
				.dataSource(database.unpooled())
				.locations("classpath:db/migration/postgresql")
				.load());
	}

}
