package chat.foyer.cluster;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.PGConnection;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.awaitility.Awaitility.await;

/**
 * The PostgreSQL server of a cluster, as durable as one in production.
 */
public final class ClusterDatabase implements AutoCloseable {

	private static final String LISTENERS = """
			select pid from pg_stat_activity where application_name = 'foyer-bell' and query = 'listen foyer'""";

	private static final String CHANNEL = "foyer";

	private final EmbeddedPostgres server;

	private final JdbcClient client;

	private ClusterDatabase(EmbeddedPostgres server) {
		this.server = server;
		this.client = JdbcClient.create(server.getPostgresDatabase());
	}

	/**
	 * Starts the server with an empty database.
	 */
	public static ClusterDatabase start() throws IOException {
		// Embedded servers write nothing to the disk unless told so.
		return new ClusterDatabase(EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("full_page_writes", "on")
			.setServerConfig("synchronous_commit", "on")
			.start());
	}

	/**
	 * The port of the server.
	 */
	public int port() {
		return this.server.getPort();
	}

	/**
	 * A client with a connection of its own for each statement.
	 */
	public JdbcClient client() {
		return this.client;
	}

	/**
	 * Ends the connections of the nodes that wait for notifications, as an administrator
	 * can. Returns when they are gone.
	 */
	public void terminateListeners() {
		int[] pids = this.client.sql(LISTENERS)
			.query(Integer.class)
			.list()
			.stream()
			.mapToInt(Integer::intValue)
			.toArray();
		for (int pid : pids) {
			this.client.sql("select pg_terminate_backend(?)").param(pid).query(Boolean.class).single();
		}
		await().atMost(Duration.ofSeconds(5)).until(() -> areGone(pids));
	}

	/**
	 * Counts the notifications that the nodes send in some time.
	 */
	public int notifications(Duration duration) throws SQLException {
		try (Connection connection = this.server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("listen " + CHANNEL);
			int count = 0;
			for (long end = System.nanoTime() + duration.toNanos(); System.nanoTime() < end;) {
				count += connection.unwrap(PGConnection.class).getNotifications(100).length;
			}
			return count;
		}
	}

	private boolean areGone(int[] pids) {
		for (int pid : pids) {
			if (this.client.sql("select count(*) from pg_stat_activity where pid = ?")
				.param(pid)
				.query(Integer.class)
				.single() > 0) {
				return false;
			}
		}
		return true;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
