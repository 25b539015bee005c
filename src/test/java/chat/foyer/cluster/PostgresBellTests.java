package chat.foyer.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Username;
import chat.foyer.store.EmbeddedServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link PostgresBell} on a real database: two nodes ring each other.
 */
class PostgresBellTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final int MANY = 1_000;

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final PGSimpleDataSource source = new PGSimpleDataSource();

	private static String database;

	private final Node here = new Node();

	private final Node there = new Node();

	@BeforeAll
	static void createDatabase() {
		database = EmbeddedServer.create();
		source.setUrl(EmbeddedServer.url(database));
		source.setUser("postgres");
	}

	@AfterAll
	static void dropDatabase() {
		EmbeddedServer.drop(database);
	}

	@AfterEach
	void stop() {
		this.here.bell.stop();
		this.there.bell.stop();
	}

	@Test
	void ringsTheOtherNodesOnly() {
		open();
		this.here.bell.ring(Ring.head(ATTIC, 5));
		await().atMost(SOON).until(() -> this.there.received.contains(Ring.head(ATTIC, 5)));
		this.there.bell.ring(Ring.typing(ATTIC, new Username("J\u00f6rg")));
		await().atMost(SOON).until(() -> this.here.received.contains(Ring.typing(ATTIC, new Username("J\u00f6rg"))));
		assertThat(this.here.received).hasSize(1);
		assertThat(this.here.count("foyer.bell.rings")).isEqualTo(1);
		assertThat(this.here.count("foyer.bell.received")).isEqualTo(1);
		assertThat(this.there.count("foyer.bell.received")).isEqualTo(1);
	}

	@Test
	void putsABurstTogether() {
		open();
		long begun = System.nanoTime();
		long seq = 0;
		while (seq < MANY || System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(100)) {
			seq++;
			this.here.bell.ring(Ring.head(ATTIC, seq));
		}
		Ring last = Ring.head(ATTIC, seq);
		await().atMost(SOON).until(() -> this.there.received.contains(last));
		long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
		assertThat(this.here.count("foyer.bell.rings"))
			.isLessThanOrEqualTo((double) (2 + millis / PostgresBell.PACE_MILLIS));
	}

	@Test
	void tellsToLookWhereThereIsTooMuch() {
		open();
		this.here.bell.ring(Ring.head(new RoomKey("x".repeat(RingFormat.MAX_BYTES)), 5));
		await().atMost(SOON).until(() -> this.there.received.contains(Ring.LOOK));
	}

	@Test
	void opensConnectionsAgainThatWereCut() throws SQLException {
		open();
		execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database
				+ "' and pid <> pg_backend_pid()");
		await().atMost(SOON).until(() -> this.here.opened() == 2 && this.there.opened() == 2);
		await().atMost(SOON).until(() -> {
			this.here.bell.ring(Ring.ended(Set.of("session")));
			return this.there.received.contains(Ring.ended(Set.of("session")));
		});
	}

	@Test
	void sendsWhatWasRungBeforeItStops() throws SQLException {
		open();
		try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("listen foyer");
			this.here.bell.ring(Ring.head(ATTIC, 5));
			this.here.bell.ring(Ring.head(ATTIC, 6));
			this.here.bell.stop();
			List<String> payloads = new CopyOnWriteArrayList<>();
			// The two may come one after the other.
			await().atMost(SOON).until(() -> {
				for (PGNotification notification : connection.unwrap(PGConnection.class).getNotifications(100)) {
					payloads.add(notification.getParameter());
				}
				return payloads.stream().anyMatch((payload) -> payload.contains("\"attic\":6"));
			});
		}
		assertThat(
				Thread.getAllStackTraces().keySet().stream().filter((thread) -> thread.getName().startsWith("bell-")))
			.as("those of the other node")
			.hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void survivesListenersThatFail() {
		open();
		this.there.isFailing = true;
		this.here.bell.ring(Ring.head(ATTIC, 5));
		await().atMost(SOON).until(() -> this.there.received.size() == 1);
		this.there.isFailing = false;
		this.here.bell.ring(Ring.head(ATTIC, 6));
		await().atMost(SOON).until(() -> this.there.received.contains(Ring.head(ATTIC, 6)));
		assertThat(this.there.opened()).isEqualTo(1);
	}

	@Test
	void ringsNobodyWhileTheDatabaseIsAway() {
		PGSimpleDataSource nowhere = new PGSimpleDataSource();
		nowhere.setUrl("jdbc:postgresql://localhost:1/none");
		nowhere.setUser("postgres");
		PostgresBell bell = new PostgresBell(nowhere, (event) -> {
		}, new SimpleMeterRegistry());
		bell.start();
		bell.ring(Ring.head(ATTIC, 5));
		bell.stop();
		assertThat(bell.isRunning()).isFalse();
	}

	private void open() {
		this.here.bell.start();
		this.there.bell.start();
		await().atMost(SOON).until(() -> this.here.opened() == 1 && this.there.opened() == 1);
	}

	private static void execute(String sql) throws SQLException {
		try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static final class Node {

		private final List<Object> published = new CopyOnWriteArrayList<>();

		private final List<Ring> received = new CopyOnWriteArrayList<>();

		private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

		private final PostgresBell bell = new PostgresBell(source, this::publish, this.meters);

		private volatile boolean isFailing;

		private void publish(Object event) {
			this.published.add(event);
			if (event instanceof Ring ring) {
				this.received.add(ring);
			}
			if (this.isFailing) {
				throw new IllegalStateException("broken listener");
			}
		}

		private long opened() {
			return this.published.stream().filter(BellOpened.class::isInstance).count();
		}

		private double count(String name) {
			return this.meters.get(name).counter().count();
		}

	}

}
