package chat.foyer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import chat.foyer.store.EmbeddedServer;
import chat.foyer.store.StatementRecorder;
import chat.foyer.store.StatementRecorder.Statement;
import chat.foyer.support.Live;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server on PostgreSQL.
 */
@ExtendWith(OutputCaptureExtension.class)
class PostgresIntegrationTests {

	private static final Pattern TABLE_OF_ROOM = Pattern
		.compile("\\b(from|join|into|update)\\s+(room|seat|event|connection_of|reaction|pin)\\b");

	/**
	 * A condition on the room, or a row with it.
	 */
	private static final Pattern NAMED_ROOM = Pattern.compile("\\broom\\s*(=|in\\b)|\\(\\s*room\\b");

	@TempDir
	private Path temp;

	private String database;

	@BeforeEach
	void createDatabase() {
		this.database = EmbeddedServer.create();
	}

	@AfterEach
	void dropDatabase() {
		EmbeddedServer.drop(this.database);
	}

	@Test
	void guestsKeepSeatsOverRestart(CapturedOutput output) {
		Path folder = this.temp.resolve("data");
		AtomicReference<RunningServer> server = new AtomicReference<>(
				start(0, folder, "foyer.database.password=s3cret"));
		try (Visitors visitors = new Visitors(() -> server.get().address())) {
			Visitor ann = visitors.arrive().enter("Ann", "Lab");
			assertThat(ann.page("Lab").body()).contains(">Lab</h1>");
			assertThat(ann.get("/readyz").statusCode()).isEqualTo(200);
			int port = server.get().port();
			server.get().close();
			server.set(start(port, folder));
			assertThat(ann.page("Lab").body()).contains(">Lab</h1>");
		}
		finally {
			server.get().close();
		}
		assertThat(folder).doesNotExist();
		assertThat(output).contains("Everything is kept in PostgreSQL database " + this.database + " at localhost:")
			.doesNotContain("s3cret");
	}

	@Test
	void guestsKeepSeatsMessagesAndSessionsAfterImport() throws IOException {
		AtomicReference<RunningServer> server = new AtomicReference<>(RunningServer.start(0, this.temp));
		try (Visitors visitors = new Visitors(() -> server.get().address())) {
			Visitor ann = visitors.arrive().enter("Ann", "Lab");
			String reply = ann.sayByScript("Lab", "m-1", "Hello").body();
			assertThat(reply).contains("\"seq\":");
			int port = server.get().port();
			server.get().close();
			server.set(start(port, this.temp, "foyer.database.import=" + this.temp));
			assertThat(ann.page("Lab").body()).contains(">Lab</h1>", "Hello");
			assertThat(ann.sayByScript("Lab", "m-1", "Hello").body()).isEqualTo(reply);
		}
		finally {
			server.get().close();
		}
	}

	@Test
	void statementsOnTheWayOfMessageNameItsRoom() {
		try (RunningServer server = start(0, this.temp.resolve("data"),
				"spring.main.sources=" + StatementRecorder.class.getName());
				Visitors visitors = new Visitors(server::address)) {
			Visitor ann = visitors.arrive().enter("Ann", "Lab");
			Visitor bob = visitors.arrive().enter("Bob", "Lab");
			Live sender = ann.live().listen("Lab");
			Live receiver = bob.live().listen("Lab");
			// The page itself lists all rooms of its guest.
			String token = bob.token("/rooms/lab");
			StatementRecorder.clear();
			String id = sender.say("Lab", "Hello");
			sender.say("Lab", id, "Hello");
			assertThat(sender.replies().next().seq()).isEqualTo(sender.replies().next().seq());
			// The joins may come after the receiver listens.
			receiver.events().next((event) -> "Hello".equals(event.text()));
			sender.send("Lab", "react", "{\"id\":\"r-1\",\"of\":3,\"emoji\":\"\u2764\",\"on\":true}");
			sender.send("Lab", "pin", "{\"id\":\"p-1\",\"of\":3,\"on\":true}");
			sender.send("Lab", "edit", "{\"id\":\"e-1\",\"of\":3,\"text\":\"Hi\"}");
			assertThat(receiver.nextLines(3)).containsExactly("react Ann", "pin Ann", "edit Ann");
			assertThat(bob.readEvents("Lab", "").lines()).contains("Ann: Hi");
			sender.send("Lab", "delete", "{\"id\":\"d-1\",\"of\":3}");
			assertThat(receiver.nextLines(1)).containsExactly("delete Ann");
			assertThat(bob.events("Lab", 0).lines()).contains("delete Ann");
			assertThat(bob.post("/rooms/lab/read", Map.of("_csrf", token, "seq", "3")).statusCode()).isLessThan(400);
		}
		List<Statement> statements = StatementRecorder.statements()
			.stream()
			.filter((statement) -> TABLE_OF_ROOM.matcher(statement.sql()).find())
			.filter((statement) -> !statement.thread().startsWith("scheduler-"))
			.toList();
		assertThat(statements).anyMatch((statement) -> statement.sql().contains("insert into event"));
		assertThat(statements).anyMatch((statement) -> statement.sql().contains("into reaction"));
		assertThat(statements).anyMatch((statement) -> statement.sql().contains("update seat set read_seq"));
		assertThat(statements).allMatch((statement) -> NAMED_ROOM.matcher(statement.sql()).find());
	}

	private RunningServer start(int port, Path folder, String... settings) {
		return RunningServer.start(port, folder,
				Stream
					.of(Stream.of(EmbeddedServer.settings(this.database)), Stream.of(settings),
							Stream.of("foyer.files.dir=" + this.temp.resolve("files")))
					.flatMap(Function.identity())
					.toArray(String[]::new));
	}

}
