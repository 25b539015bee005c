package chat.foyer.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mockito.ArgumentCaptor;

import chat.foyer.store.Database;
import chat.foyer.store.TestStore;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

import static chat.foyer.message.Drafts.ANN;
import static chat.foyer.message.Drafts.ATTIC;
import static chat.foyer.message.Drafts.join;
import static chat.foyer.message.Drafts.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

class TextEraserTests {

	/**
	 * Longer than a page, so that some pages are no longer used once it is gone.
	 */
	private static final String SECRET = "secret".repeat(2_000);

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	private final TaskScheduler scheduler = mock();

	private TextEraser eraser;

	@BeforeEach
	void open() {
		given(this.scheduler.getClock()).willReturn(new SimpleAsyncTaskScheduler().getClock());
		this.eraser = new TextEraser(store.get(Database.class), store.get(DataSource.class), this.scheduler);
		Drafts.take(store.jdbc(), ANN);
		store.get(Appender.class)
			.append(List.of(join(ANN), message(ANN, "short", "secret"), message(ANN, "long", SECRET)));
	}

	@Test
	void deletedAndEditedTextsLeaveTheFilesOfTheDatabase() throws IOException {
		assertThat(files()).anyMatch((file) -> file.contains("secret"));
		store.get(Appender.class)
			.append(List.of(Draft.edit(ANN, new MessageId("e"), 2, new MessageText("other"), "other"),
					Draft.deletion(ANN, new MessageId("d"), 3)));
		this.eraser.erase();
		assertThat(files()).anyMatch((file) -> file.contains("other")).noneMatch((file) -> file.contains("secret"));
	}

	@Test
	void erasesOnceForAllThatIsRemovedMeanwhile() {
		this.eraser.on(appended(EventType.MESSAGE));
		then(this.scheduler).should(times(0)).schedule(any(), any(Instant.class));
		this.eraser.on(appended(EventType.DELETE));
		this.eraser.on(appended(EventType.EDIT));
		ArgumentCaptor<Runnable> task = ArgumentCaptor.captor();
		then(this.scheduler).should(times(1)).schedule(task.capture(), any(Instant.class));
		task.getValue().run();
		then(this.scheduler).should(times(1)).schedule(any(), any(Instant.class));
		this.eraser.on(appended(EventType.DELETE));
		then(this.scheduler).should(times(2)).schedule(any(), any(Instant.class));
	}

	@Test
	void triesAgainWhileTheDatabaseIsInUse() {
		Database database = mock();
		this.eraser = new TextEraser(database, mock(), this.scheduler);
		this.eraser.erase();
		then(this.scheduler).should().schedule(any(), any(Instant.class));
	}

	private static EventsAppended appended(EventType type) {
		return new EventsAppended(ATTIC, List.of(new Event(1, type, "id", "Ann", null, null, Instant.EPOCH, 0, false)));
	}

	private static List<String> files() throws IOException {
		Path database = Path.of(store.jdbc()
			.sql("select file from pragma_database_list where name = 'main'")
			.query(String.class)
			.single());
		try (Stream<Path> files = Files.list(database.getParent())) {
			return files.filter((file) -> file.getFileName().toString().startsWith(database.getFileName().toString()))
				.map(TextEraserTests::read)
				.toList();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
