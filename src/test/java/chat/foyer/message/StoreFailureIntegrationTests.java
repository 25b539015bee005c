package chat.foyer.message;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import chat.foyer.support.Inbox;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireReply;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteDataSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The store fails for a while: nothing is told to be stored or shown that is not, and all
 * is well again when the store is.
 */
@IntegrationTest
class StoreFailureIntegrationTests {

	private final String room = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private HikariDataSource store;

	@Autowired
	private EventLog log;

	@Value("${foyer.data-dir}")
	private Path dataDir;

	private Visitor visitor;

	private Live ann;

	private Live bob;

	@BeforeEach
	void annAndBobTalk() {
		this.visitor = this.visitors.enter("Ann", this.room);
		this.ann = this.visitor.live().listen(this.room);
		this.bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		assertThat(this.bob.nextLines(1)).containsExactly("join Bob");
	}

	@Test
	void lockedStoreAcknowledgesAndShowsNothing() throws Exception {
		try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + this.dataDir.resolve("foyer.db"));
				Statement lock = other.createStatement()) {
			lock.execute("begin immediate");
			assertUnavailable("1", "Hello");
			assertUnavailable("1", "Hello");
			assertThat(this.visitors.arrive().get("/readyz").statusCode()).isEqualTo(503);
			lock.execute("rollback");
		}
		assertHealed("1", "Hello");
	}

	@Test
	void lockedStoreRefusesPostsWithoutScripts() throws Exception {
		String page = Visitor.addressOf(this.room);
		Map<String, String> form = Map.of("_csrf", this.visitor.token(page), "id", "1", "text", "Hello");
		try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + this.dataDir.resolve("foyer.db"));
				Statement lock = other.createStatement()) {
			lock.execute("begin immediate");
			HttpResponse<String> answer = this.visitor.post(page + "/messages", form);
			assertThat(answer.statusCode()).isEqualTo(503);
			lock.execute("rollback");
		}
		assertHealed("1", "Hello");
	}

	@Test
	void lockedStoreAllowsReadingAndRefusesEntering() throws Exception {
		Visitor cid = this.visitors.arrive();
		Map<String, String> form = Map.of("_csrf", cid.token("/"), "username", "Cid", "room", this.room);
		try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + this.dataDir.resolve("foyer.db"));
				Statement lock = other.createStatement()) {
			lock.execute("begin immediate");
			assertThat(this.visitor.page(this.room).statusCode()).isEqualTo(200);
			assertThat(this.visitor.events(this.room, 0).lines()).containsExactly("join Ann", "join Bob");
			HttpResponse<String> answer = cid.post("/", form);
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(answer.body()).doesNotContainIgnoringCase("sql", "exception");
			lock.execute("rollback");
		}
		assertThat(cid.post("/", form).statusCode()).isEqualTo(303);
	}

	@Test
	void notReadyWithoutLogWriter() {
		this.log.stop();
		try {
			assertThat(this.visitors.arrive().get("/readyz").statusCode()).isEqualTo(503);
		}
		finally {
			this.log.start();
		}
		assertHealed("1", "Hello");
	}

	@Test
	void fullDiskAcknowledgesAndShowsNothing() {
		// More than there may be left on pages that the database has already.
		String text = "\u20AC".repeat(4000);
		fillDisk(true);
		try {
			assertUnavailable("1", text);
		}
		finally {
			fillDisk(false);
		}
		assertHealed("1", text);
	}

	private void assertUnavailable(String id, String text) {
		long start = System.nanoTime();
		this.ann.say(this.room, id, text);
		assertThat(this.ann.replies().next()).isEqualTo(WireReply.refused(id, "unavailable"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(EventLogTests.REFUSED_WITHIN);
	}

	private void assertHealed(String id, String text) {
		Awaitility.await().atMost(Inbox.PATIENCE).until(() -> {
			this.ann.say(this.room, id, text);
			return this.ann.replies().next().error() == null;
		});
		this.bob.say(this.room, "Last");
		assertThat(this.bob.nextLines(2)).containsExactly("Ann: " + text, "Bob: Last");
		assertThat(this.visitor.events(this.room, 0).seqs()).containsExactly(1L, 2L, 3L, 4L);
		Awaitility.await()
			.atMost(Inbox.PATIENCE)
			.until(() -> this.visitors.arrive().get("/readyz").statusCode() == 200);
	}

	/**
	 * Allows the database no page more than it has, or any number.
	 */
	private void fillDisk(boolean isFull) {
		String pages = isFull ? "1" : String.valueOf(Integer.MAX_VALUE);
		((SQLiteDataSource) this.store.getDataSource()).getConfig().setPragma(Pragma.MAX_PAGE_COUNT, pages);
		this.store.getHikariPoolMXBean().softEvictConnections();
	}

}
