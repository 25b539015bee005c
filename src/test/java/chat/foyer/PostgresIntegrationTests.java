package chat.foyer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import chat.foyer.store.EmbeddedServer;
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
		AtomicReference<RunningServer> server = new AtomicReference<>(start(folder));
		try (Visitors visitors = new Visitors(() -> server.get().address())) {
			Visitor ann = visitors.arrive().enter("Ann", "Lab");
			assertThat(ann.page("Lab").body()).contains(">Lab</h1>");
			assertThat(ann.get("/readyz").statusCode()).isEqualTo(200);
			server.get().close();
			server.set(start(folder));
			assertThat(ann.page("Lab").body()).contains(">Lab</h1>");
		}
		finally {
			server.get().close();
		}
		assertThat(folder).doesNotExist();
		assertThat(output).contains("Everything is kept in PostgreSQL database " + this.database + " at localhost:");
	}

	@Test
	void guestsKeepSeatsMessagesAndSessionsAfterImport() throws IOException {
		AtomicReference<RunningServer> server = new AtomicReference<>(RunningServer.start(0, this.temp));
		try (Visitors visitors = new Visitors(() -> server.get().address())) {
			Visitor ann = visitors.arrive().enter("Ann", "Lab");
			assertThat(ann.sayByScript("Lab", "m-1", "Hello").statusCode()).isEqualTo(200);
			server.get().close();
			server.set(start(this.temp, "foyer.database.import=" + this.temp));
			assertThat(ann.page("Lab").body()).contains(">Lab</h1>", "Hello");
			assertThat(ann.sayByScript("Lab", "m-1", "Hello").body()).isEqualTo("{\"id\":\"m-1\",\"seq\":1}");
		}
		finally {
			server.get().close();
		}
	}

	private RunningServer start(Path folder, String... settings) {
		return RunningServer.start(0, folder,
				Stream.concat(Stream.of(EmbeddedServer.settings(this.database)), Stream.of(settings))
					.toArray(String[]::new));
	}

}
