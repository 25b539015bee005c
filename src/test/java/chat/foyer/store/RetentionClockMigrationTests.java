package chat.foyer.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of the migration to version 8 on a database as version 7 left it.
 */
class RetentionClockMigrationTests {

	private static final long DAY = Duration.ofDays(1).toMillis();

	private static final long TODAY = 20_000 * DAY;

	@TempDir
	private Path folder;

	@AutoClose
	private DataFolder data;

	@AutoClose
	private HikariDataSource pool;

	private JdbcClient jdbc;

	private long lastSeq;

	@BeforeEach
	void openVersion7() {
		this.data = DataFolder.open(this.folder);
		this.pool = new SqliteConfiguration().dataSource(new SqliteDatabase(this.data), this.data);
		this.jdbc = JdbcClient.create(this.pool);
		migrateTo("7");
	}

	@Test
	void keepsAgeOfEventsAndStartsClockAtTheNewest() {
		say("attic", TODAY - 20 * DAY);
		say("attic", TODAY - 10 * DAY);
		say("cellar", TODAY - 30 * DAY);
		say("cellar", TODAY);
		migrateTo("8");
		assertThat(clock()).containsExactly(TODAY, TODAY);
		assertThat(storedAt()).containsExactly(TODAY - 20 * DAY, TODAY - 10 * DAY, TODAY - 30 * DAY, TODAY);
	}

	@Test
	void eventWithEarlierTimeIsNoOlderThanItsPredecessor() {
		say("attic", TODAY - 2 * DAY);
		say("attic", TODAY - 40 * DAY);
		say("attic", TODAY);
		migrateTo("8");
		assertThat(storedAt()).containsExactly(TODAY - 2 * DAY, TODAY - 2 * DAY, TODAY);
	}

	@Test
	void eventOfTheFutureDoesNotAgeOthers() {
		long now = System.currentTimeMillis();
		say("attic", now - 20 * DAY);
		say("attic", now + 1_000 * DAY);
		say("attic", now - 10 * DAY);
		migrateTo("8");
		assertThat(clock().get(0)).isCloseTo(now, within(DAY));
		assertThat(storedAt()).containsExactly(now - 20 * DAY, clock().get(0), clock().get(0));
	}

	@Test
	void startsClockOfEmptyDatabaseNow() {
		migrateTo("8");
		assertThat(clock().get(0)).isCloseTo(System.currentTimeMillis(), within(DAY));
	}

	private void migrateTo(String version) {
		Flyway.configure()
			.dataSource(this.pool)
			.locations("classpath:db/migration/sqlite")
			.javaMigrations(new SqliteConfiguration().roomKeysMigration())
			.target(version)
			.load()
			.migrate();
	}

	private void say(String room, long at) {
		this.lastSeq++;
		this.jdbc.sql("""
				insert into event (room, seq, type, seat, id, author, text, at)
				values (?, ?, 'message', 's', ?, 'Ann', 'hi', ?)""")
			.params(room, this.lastSeq, "m" + this.lastSeq, at)
			.update();
	}

	private List<Long> clock() {
		return this.jdbc.sql("select time from retention_clock union all select system_time from retention_clock")
			.query(Long.class)
			.list();
	}

	private List<Long> storedAt() {
		return this.jdbc.sql("select stored_at from event order by seq").query(Long.class).list();
	}

}
