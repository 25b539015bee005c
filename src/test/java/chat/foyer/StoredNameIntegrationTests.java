package chat.foyer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import chat.foyer.room.InvalidNameException;
import chat.foyer.room.RoomName;
import chat.foyer.room.Username;
import chat.foyer.support.Live;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that a guest and a room keep names that the rules for new ones refuse, as after
 * an upgrade that made the rules stricter.
 */
class StoredNameIntegrationTests {

	private static final String RESERVED = "Admin";

	private static final String TOO_LONG = "a".repeat(65);

	@TempDir
	private Path dataDir;

	private RunningServer server;

	@Test
	void guestWithNewlyReservedNamesStaysAndTalks() {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Username.of(RESERVED));
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> RoomName.of(TOO_LONG));
		this.server = RunningServer.start(0, this.dataDir);
		try (Visitors visitors = new Visitors(() -> this.server.address())) {
			Visitor ann = visitors.enter("Ann", "Attic");
			Visitor bob = visitors.enter("Bob", "Attic");
			List.of(ann, bob).forEach((visitor) -> visitor.live().listen("Attic"));
			int port = this.server.port();
			this.server.close();
			rename();
			this.server = RunningServer.start(port, this.dataDir);
			assertThat(Visitor.location(ann.get("/chat"))).as("the session").isEqualTo("/rooms/" + TOO_LONG);
			assertThat(bob.page(TOO_LONG).body()).as("presence").contains("data-name=\"" + RESERVED + "\"");
			assertThat(ann.page(TOO_LONG).body()).contains("data-me=\"" + RESERVED + "\"");
			Live live = bob.live().listen(TOO_LONG);
			ann.live().listen(TOO_LONG).say(TOO_LONG, "Live");
			assertThat(ann.say(TOO_LONG, Map.of("text", "By form")).statusCode()).isEqualTo(303);
			live.events().next((event) -> event.line().equals(RESERVED + ": By form"));
			assertThat(bob.events(TOO_LONG, 0).lines()).contains(RESERVED + ": Live", RESERVED + ": By form");
			assertThat(visitors.arrive().tryToEnter(RESERVED, "Cellar").statusCode()).isEqualTo(422);
			assertThat(visitors.arrive().tryToEnter("Cleo", TOO_LONG).statusCode()).isEqualTo(422);
		}
		finally {
			this.server.close();
		}
	}

	private void rename() {
		SQLiteDataSource database = new SQLiteDataSource();
		database.setUrl("jdbc:sqlite:" + this.dataDir.resolve("foyer.db"));
		JdbcClient jdbc = JdbcClient.create(database);
		List.of("room", "seat", "event", "connection_of")
			.forEach((table) -> jdbc.sql("update " + table + " set room = ?").param(TOO_LONG).update());
		jdbc.sql("update room set name = room").update();
		jdbc.sql("update seat set username = ?, folded = 'admin', skeleton = 'admln' where username = 'Ann'")
			.param(RESERVED)
			.update();
		jdbc.sql("update connection_of set username = ? where username = 'Ann'").param(RESERVED).update();
		jdbc.sql("update event set author = ? where author = 'Ann'").param(RESERVED).update();
	}

}
