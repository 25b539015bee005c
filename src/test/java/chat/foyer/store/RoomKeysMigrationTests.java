package chat.foyer.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import chat.foyer.room.Username;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.session.Session;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RoomKeysMigration} on databases as version 4 left them.
 */
class RoomKeysMigrationTests {

	@TempDir
	private Path folder;

	@AutoClose
	private DataFolder data;

	@AutoClose
	private HikariDataSource pool;

	private JdbcClient jdbc;

	private long lastAt = 1_000;

	@BeforeEach
	void openVersion4() throws IOException {
		this.data = DataFolder.open(this.folder);
		this.pool = new SqliteConfiguration().dataSource(new SqliteDatabase(this.data), this.data);
		this.jdbc = JdbcClient.create(this.pool);
		Flyway.configure()
			.dataSource(this.pool)
			.locations("classpath:db/migration/sqlite")
			.target("4")
			.load()
			.migrate();
	}

	@Test
	void roomKeepsItsSpellingAndLog() {
		speak("Class  7b".replace("  ", " "), "ann", "one", "two");
		migrate();
		assertThat(names()).containsExactly("class 7b=Class 7b");
		assertThat(log("class 7b")).containsExactly("1 one", "2 two");
		assertThat(lastSeq("class 7b")).isEqualTo(2);
	}

	@Test
	void roomWithTheNewestEventKeepsTheKey() {
		speak("anna", "a", "old");
		speak("ANNA", "b", "older");
		speak("Anna", "c", "newest");
		this.lastAt = 1_500;
		speak("aNNA", "d", "between");
		migrate();
		assertThat(names()).containsExactlyInAnyOrder("anna=Anna", "anna (2)=ANNA (2)", "anna (3)=aNNA (3)",
				"anna (4)=anna (4)");
		assertThat(log("anna")).containsExactly("1 newest");
		assertThat(log("anna (2)")).containsExactly("1 older");
		assertThat(log("anna (3)")).containsExactly("1 between");
		assertThat(log("anna (4)")).containsExactly("1 old");
	}

	@Test
	void roomWithNumberedNameKeepsIt() {
		speak("Anna (2)", "a", "two");
		speak("anna", "b", "old");
		speak("Anna", "c", "new");
		migrate();
		assertThat(names()).containsExactlyInAnyOrder("anna=Anna", "anna (2)=Anna (2)", "anna (3)=anna (3)");
		assertThat(log("anna (2)")).containsExactly("1 two");
		assertThat(log("anna (3)")).containsExactly("1 old");
	}

	@Test
	void roomWithoutEventsIsRenamed() {
		speak("Anna", "a");
		this.jdbc.sql("update room set last_seq = 900").update();
		speak("ANNA", "b", "new");
		migrate();
		assertThat(names()).containsExactlyInAnyOrder("anna=ANNA", "anna (2)=Anna (2)");
		assertThat(lastSeq("anna (2)")).isEqualTo(900);
	}

	@Test
	void longNameIsShortenedBeforeItsNumber() {
		String letters = "x".repeat(63);
		String emoji = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
		for (String name : List.of(letters + "Y", letters + "y", "A" + emoji.repeat(14), "a" + emoji.repeat(14))) {
			speak(name, name, name);
		}
		migrate();
		assertThat(names()).containsExactlyInAnyOrder(letters + "y=" + letters + "y",
				"x".repeat(60) + " (2)=" + "x".repeat(60) + " (2)", "a" + emoji.repeat(14) + "=a" + emoji.repeat(14),
				"a" + emoji.repeat(13) + " (2)=A" + emoji.repeat(13) + " (2)");
		assertAllKeysAreValid();
	}

	@Test
	void nameWhoseKeyIsTooLongIsShortened() {
		speak("\u00DF".repeat(64), "a", "one");
		speak("\u00DF".repeat(63), "b", "two");
		migrate();
		assertThat(names()).containsExactlyInAnyOrder("s".repeat(64) + "=" + "\u00DF".repeat(32),
				"s".repeat(60) + " (2)=" + "\u00DF".repeat(30) + " (2)");
		assertThat(log("s".repeat(64))).containsExactly("1 two");
		assertAllKeysAreValid();
	}

	@Test
	void seatsKeepTheirIdsGuestsAndReadPositions() {
		speak("anna", "ann", "old");
		speak("Anna", "bob", "new");
		sit("1", "anna", "ann", "Ann", 7L);
		sit("2", "Anna", "ann", "Ann", null);
		sit("3", "Anna", "bob", "admin", 9L);
		migrate();
		assertThat(this.jdbc.sql("""
				select id || ' ' || room || ' ' || guest || ' ' || username || ' ' || coalesce(read_seq, '-') from seat
				order by id""").query(String.class).list()).containsExactly("1 anna (2) ann Ann 7", "2 anna ann Ann -",
				"3 anna bob admin 9");
		assertThat(
				this.jdbc.sql("select folded || ' ' || skeleton from seat where id = 1").query(String.class).single())
			.isEqualTo("ann " + new Username("Ann").skeleton());
	}

	@Test
	void seatOfARoomWithoutEventsIsKept() {
		sit("1", "Empty", "ann", "Ann", null);
		migrate();
		assertThat(names()).containsExactly("empty=Empty");
		assertThat(lastSeq("empty")).isZero();
		assertThat(this.jdbc.sql("select room from seat").query(String.class).single()).isEqualTo("empty");
	}

	/**
	 * What the session held were objects of classes that are gone.
	 */
	@Test
	void sessionHoldsTheSeatsUnderTheirNewKeys() {
		speak("anna", "ann", "old");
		speak("Anna", "bob", "new");
		sit("1", "anna", "ann", "Ann", null);
		sit("2", "Class 7b", "ann", "Ann B.", null);
		beginSession("session-of-ann", "ann");
		beginSession("session-of-eve", "eve");
		migrate();
		assertThat(seatsOf("session-of-ann")).containsExactly(Map.entry("anna (2)", "Ann"),
				Map.entry("class 7b", "Ann B."));
		assertThat(seatsOf("session-of-eve")).isEmpty();
	}

	@Test
	void restoresConstraintsAndIndexes() {
		sit("1", "Attic", "ann", "Ann", null);
		migrate();
		assertThat(this.jdbc.sql(
				"select name from sqlite_master where type = 'index' and sql is not null and tbl_name in ('seat', 'event')")
			.query(String.class)
			.list()).containsExactlyInAnyOrder("event_once", "event_notice", "event_age", "seat_skeleton");
		assertThat(
				this.jdbc.sql("select count(*) from sqlite_master where name like 'new%'").query(Long.class).single())
			.isZero();
	}

	private void migrate() {
		Flyway.configure()
			.dataSource(this.pool)
			.locations("classpath:db/migration/sqlite")
			.javaMigrations(new SqliteConfiguration().roomKeysMigration())
			.target("5")
			.load()
			.migrate();
	}

	private void speak(String room, String seat, String... texts) {
		this.jdbc.sql("insert into room (name, last_seq) values (?, ?)").params(room, texts.length).update();
		for (int i = 0; i < texts.length; i++) {
			this.jdbc.sql(
					"insert into event (room, seq, type, seat, id, author, text, at) values (?, ?, 'message', ?, ?, ?, ?, ?)")
				.params(room, i + 1, seat, "m" + i, seat, texts[i], this.lastAt)
				.update();
		}
		this.lastAt += 1_000;
	}

	private void sit(String id, String room, String guest, String username, Long readSeq) {
		this.jdbc.sql(
				"insert into seat (id, room, guest, username, skeleton, taken_at, read_seq) values (?, ?, ?, ?, ?, ?, ?)")
			.params(Arrays.asList(id, room, guest, username, username, Integer.parseInt(id), readSeq))
			.update();
	}

	private void beginSession(String id, String guest) {
		long now = System.currentTimeMillis();
		this.jdbc.sql("insert into spring_session values (?, ?, ?, ?, 7200, ?, ?)")
			.params(id, id, now, now, now + 7_200_000, guest)
			.update();
		this.jdbc.sql("insert into spring_session_attributes values (?, 'seats', ?)")
			.params(id, "of classes that are gone".getBytes(StandardCharsets.UTF_8))
			.update();
	}

	private Map<String, String> seatsOf(String session) {
		Session found = new JdbcIndexedSessionRepository(new JdbcTemplate(this.pool),
				new TransactionTemplate(new DataSourceTransactionManager(this.pool)))
			.findById(session);
		return found.getRequiredAttribute("seats");
	}

	private List<String> names() {
		return this.jdbc.sql("select room || '=' || name from room").query(String.class).list();
	}

	private List<String> log(String room) {
		return this.jdbc.sql("select seq || ' ' || text from event where room = ? order by seq")
			.param(room)
			.query(String.class)
			.list();
	}

	private long lastSeq(String room) {
		return this.jdbc.sql("select last_seq from room where room = ?").param(room).query(Long.class).single();
	}

	private void assertAllKeysAreValid() {
		this.jdbc.sql("select room, name from room").query((row) -> {
			assertThat(RoomKey.of(row.getString("room")).value()).isEqualTo(row.getString("room"));
			assertThat(new RoomName(row.getString("name")).key().value()).isEqualTo(row.getString("room"));
		});
	}

}
