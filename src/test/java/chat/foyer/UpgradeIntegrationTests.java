package chat.foyer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import chat.foyer.room.Guest;
import chat.foyer.support.Live;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireReply;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import org.springframework.core.serializer.DefaultSerializer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server is started on the data of an earlier release.
 */
class UpgradeIntegrationTests {

	@TempDir
	private Path dataDir;

	private JdbcClient jdbc;

	@Test
	void guestsKeepSeatsAndMessagesWhenTwoRoomsHaveOneKey() throws IOException {
		openVersion4();
		talk("Class 7b", "ann", "Ann", "In the first room", 2_000);
		talk("class 7B", "bob", "Ann", "In the second room", 1_000);
		try (RunningServer server = RunningServer.start(0, this.dataDir);
				Visitors visitors = new Visitors(server::address)) {
			Visitor ann = visitors.arrive().keepForeignCookie("SESSION", cookie("ann"));
			Visitor bob = visitors.arrive().keepForeignCookie("SESSION", cookie("bob"));
			assertThat(List.of(Visitor.location(ann.get("/chat")), Visitor.location(bob.get("/"))))
				.containsExactly("/rooms/class%207b", "/rooms/class%207b%20%282%29");
			assertThat(Visitor.location(ann.get("/rooms/Class%207b"))).isEqualTo("/rooms/class%207b");
			assertThat(ann.page("Class 7b").body())
				.contains(">Class 7b</h1>", "data-seat=\"seat-of-ann\"", "In the first room")
				.doesNotContain("In the second room");
			assertThat(bob.page("class 7B (2)").body())
				.contains(">class 7B (2)</h1>", "data-seat=\"seat-of-bob\"", "In the second room")
				.doesNotContain("In the first room");
			Live live = bob.live().listen("class 7B (2)");
			String id = live.say("class 7B (2)", "Still here");
			assertThat(live.replies().next()).isEqualTo(WireReply.stored(id, 3));
			live.say("class 7B (2)", "m-1", "In the second room");
			assertThat(live.replies().next()).isEqualTo(WireReply.stored("m-1", 1));
			assertThat(ann.events("Class 7b", 0).lines()).containsExactly("Ann: In the first room", "join Ann");
		}
	}

	private void openVersion4() {
		SQLiteDataSource database = new SQLiteDataSource();
		database.setUrl("jdbc:sqlite:" + this.dataDir.resolve("foyer.db"));
		Flyway.configure().dataSource(database).locations("classpath:db/migration/sqlite").target("4").load().migrate();
		this.jdbc = JdbcClient.create(database);
	}

	private void talk(String room, String guest, String username, String text, long age) throws IOException {
		long now = System.currentTimeMillis();
		this.jdbc.sql("insert into room (name, last_seq) values (?, 1)").param(room).update();
		this.jdbc.sql("""
				insert into event (room, seq, type, seat, id, author, text, at)
				values (?, 1, 'message', ?, 'm-1', ?, ?, ?)""")
			.params(room, "seat-of-" + guest, username, text, now - 10_000 + age)
			.update();
		this.jdbc.sql("insert into seat (id, room, guest, username, skeleton, taken_at) values (?, ?, ?, ?, 'ann', ?)")
			.params("seat-of-" + guest, room, guest, username, now)
			.update();
		this.jdbc.sql("insert into spring_session values (?, ?, ?, ?, 7200, ?, ?)")
			.params(guest, guest, now - 2_000, now - 1_000, now + 7_200_000, guest)
			.update();
		keep(guest, "seats", "of classes that are gone".getBytes(StandardCharsets.UTF_8));
		keep(guest, "SPRING_SECURITY_CONTEXT",
				new DefaultSerializer().serializeToByteArray(
						new SecurityContextImpl(new PreAuthenticatedAuthenticationToken(new Guest(guest), "",
								AuthorityUtils.createAuthorityList("ROLE_GUEST")))));
	}

	private void keep(String session, String name, byte[] value) {
		this.jdbc.sql("insert into spring_session_attributes values (?, ?, ?)").params(session, name, value).update();
	}

	private static String cookie(String session) {
		return Base64.getEncoder().encodeToString(session.getBytes(StandardCharsets.UTF_8));
	}

}
