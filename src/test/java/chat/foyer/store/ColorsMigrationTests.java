package chat.foyer.store;

import java.nio.file.Path;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the migration to version 7 on a database as version 6 left it.
 */
class ColorsMigrationTests {

	@TempDir
	private Path folder;

	@AutoClose
	private DataFolder data;

	@AutoClose
	private HikariDataSource pool;

	private JdbcClient jdbc;

	private long lastSeq;

	@BeforeEach
	void openVersion6() {
		this.data = DataFolder.open(this.folder);
		this.pool = new SqliteConfiguration().dataSource(new SqliteDatabase(this.data), this.data);
		this.jdbc = JdbcClient.create(this.pool);
		migrateTo("6");
	}

	@Test
	void givesSeatsColorsInOrderAndEventsTheirSeatsColor() {
		for (int i = 0; i < 13; i++) {
			sit("attic", "s" + i, i);
		}
		sit("cellar", "t", 99);
		say("s2", "Guest s2", 0);
		say("gone", "Gone", 0);
		say("gone again", "Gone", 0);
		say("s12", "Guest s12", 0);
		say("also gone", "Also gone", 0);
		migrateTo("7");
		assertThat(this.jdbc.sql("select color from seat order by taken_at").query(Integer.class).list())
			.containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 0);
		assertThat(column("color")).containsExactly(2, 1, 1, 0, 3);
	}

	@Test
	void marksMessagesThatFollowTheirSeats() {
		say("a", "Ann", 0);
		say("a", "Ann", 299_999);
		say("a", "Ann", 599_999);
		say("b", "Ann", 600_000);
		say("b", "Ann", 600_000);
		this.lastSeq++;
		say("b", "Ann", 600_000);
		this.jdbc
			.sql("insert into event (room, seq, type, seat, author, at) values ('attic', 8, 'leave', 'b', 'Ann', 0)")
			.update();
		migrateTo("7");
		assertThat(column("follows")).containsExactly(0, 1, 0, 0, 1, 0, 0);
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

	private void sit(String room, String id, long takenAt) {
		this.jdbc.sql("""
				insert into seat (id, room, guest, username, folded, skeleton, taken_at)
				values (?, ?, ?, ?, ?, ?, ?)""").params(id, room, id, "Guest " + id, id, id, takenAt).update();
	}

	private void say(String seat, String author, long at) {
		this.lastSeq++;
		this.jdbc.sql("""
				insert into event (room, seq, type, seat, id, author, text, at)
				values ('attic', ?, 'message', ?, ?, ?, 'hi', ?)""")
			.params(this.lastSeq, seat, "m" + this.lastSeq, author, at)
			.update();
	}

	private List<Integer> column(String name) {
		return this.jdbc.sql("select " + name + " from event order by seq").query(Integer.class).list();
	}

}
