package chat.foyer.store;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the migration to version 12 on a database as version 11 left it.
 */
class KeysByRoomMigrationTests {

	@TempDir
	private Path folder;

	@AutoClose
	private DataFolder data;

	@AutoClose
	private HikariDataSource pool;

	private JdbcClient jdbc;

	@BeforeEach
	void openVersion11() {
		this.data = DataFolder.open(this.folder);
		this.pool = new SqliteConfiguration().dataSource(new SqliteDatabase(this.data), this.data);
		this.jdbc = JdbcClient.create(this.pool);
		migrateTo("11");
	}

	@Test
	void seatsThatJoinedAndDidNotLeaveAreHere() {
		append("attic", 1, "join", "ann");
		append("attic", 2, "join", "bob");
		append("attic", 3, "leave", "ann");
		append("attic", 4, "message", "bob");
		append("attic", 5, "join", "ann");
		append("attic", 6, "leave", "bob");
		append("attic", 7, "message", "gone");
		append("cellar", 1, "join", "cid");
		this.jdbc.sql("""
				insert into seat (id, room, guest, username, folded, skeleton, taken_at)
				values ('ann', 'attic', 'guest', 'ann', 'ann', 'ann', 2)""").update();
		migrateTo("12");
		assertThat(this.jdbc
			.sql("""
					select room || ' ' || seat || ' ' || node || ' ' || guest || ' ' || username || ' ' || color || ' ' || away
					from connection_of""")
			.query(String.class)
			.list()).containsExactlyInAnyOrder("attic ann local guest ann 0 0", "cellar cid local  cid 0 0");
	}

	@Test
	void keepsSeats() {
		this.jdbc.sql("""
				insert into seat (id, room, guest, username, folded, skeleton, taken_at, read_seq, seen_at, color)
				values ('1', 'attic', 'g', 'Ann', 'ann', 'ann', 2, 3, 4, 5)""").update();
		migrateTo("12");
		assertThat(this.jdbc.sql("select * from seat").query().singleRow().values()).extracting(Object::toString)
			.containsExactly("attic", "1", "g", "Ann", "ann", "ann", "2", "3", "4", "5");
	}

	private void append(String room, long seq, String type, String seat) {
		this.jdbc.sql("insert into event (room, seq, type, seat, id, author, at) values (?, ?, ?, ?, ?, ?, 0)")
			.params(room, seq, type, seat, "message".equals(type) ? "m" + seq : null, seat)
			.update();
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

}
