package chat.foyer.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import chat.foyer.store.Database.Durability;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link WriteTransactionManager} and {@link WriteJdbcTemplate} with two pools
 * of one database.
 */
class WriteTransactionManagerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int CROWD = 20;

	@TempDir
	private Path folder;

	private final WriteTurns turns = new WriteTurns();

	private DataFolder data;

	private HikariDataSource store;

	private HikariDataSource sessions;

	private TransactionTemplate storing;

	private TransactionTemplate entering;

	private JdbcTemplate jdbc;

	@BeforeEach
	void open() {
		this.data = DataFolder.open(this.folder);
		SqliteDatabase database = new SqliteDatabase(this.data);
		this.store = database.open("store", Durability.ON_DISK);
		this.sessions = database.open("sessions", Durability.DEFERRED);
		this.storing = new TransactionTemplate(new WriteTransactionManager(this.store, this.turns));
		this.entering = new TransactionTemplate(new WriteTransactionManager(this.sessions, this.turns));
		this.entering.setTimeout((int) PATIENCE.toSeconds());
		this.jdbc = new WriteJdbcTemplate(this.sessions, this.entering);
		this.jdbc.execute("create table line (text)");
	}

	@AfterEach
	void close() {
		this.sessions.close();
		this.store.close();
		this.data.close();
	}

	@Test
	void waitingWritersLeaveThePoolToReaders() {
		CompletableFuture<?>[] crowd = new CompletableFuture<?>[CROWD];
		this.storing.executeWithoutResult((transaction) -> {
			for (int i = 0; i < CROWD; i++) {
				crowd[i] = begin(() -> this.jdbc.update("insert into line values ('a')"));
			}
			Awaitility.await().atMost(PATIENCE).until(() -> this.turns.waiting() == CROWD);
			assertThat(this.sessions.getHikariPoolMXBean().getActiveConnections()).isZero();
			assertThat(lines()).isZero();
		});
		CompletableFuture.allOf(crowd).join();
		assertThat(lines()).isEqualTo(CROWD);
	}

	@Test
	void rollbackEndsTurn() {
		assertThatIllegalStateException().isThrownBy(() -> this.storing.executeWithoutResult((transaction) -> {
			throw new IllegalStateException("broken");
		}));
		assertThat(this.jdbc.update("insert into line values (?)", "a")).isOne();
	}

	@Test
	void rejectsTransactionWithinOneOfAnotherPool() {
		this.storing.executeWithoutResult((transaction) -> assertThatIllegalStateException()
			.isThrownBy(() -> this.entering.executeWithoutResult((second) -> {
			})));
		assertThat(this.jdbc.update("insert into line values ('a')")).isOne();
	}

	@Test
	void longTimeoutOutlastsLockOfAnotherProcessAndShortOnesFail() throws SQLException {
		try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + this.data.database());
				Statement lock = other.createStatement()) {
			lock.execute("begin immediate");
			CompletableFuture<?> guest = begin(() -> this.jdbc.update("insert into line values ('a')"));
			long start = System.nanoTime();
			assertThatExceptionOfType(CannotCreateTransactionException.class)
				.isThrownBy(() -> this.storing.executeWithoutResult((transaction) -> {
				}));
			// Its own two seconds, however long the guest waits.
			assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
			assertThat(guest).isNotDone();
			lock.execute("rollback");
			guest.join();
		}
		assertThat(lines()).isOne();
	}

	private long lines() {
		return this.jdbc.queryForList("select count(*) from line", Long.class).get(0);
	}

	private static CompletableFuture<Void> begin(Runnable write) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		new Thread(() -> {
			try {
				write.run();
				done.complete(null);
			}
			catch (RuntimeException ex) {
				done.completeExceptionally(ex);
			}
		}).start();
		return done;
	}

}
