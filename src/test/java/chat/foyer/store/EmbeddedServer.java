package chat.foyer.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server for the tests of this JVM. It starts with its first database, and
 * ends with the JVM.
 */
public final class EmbeddedServer {

	private static final AtomicInteger databases = new AtomicInteger();

	private EmbeddedServer() {
	}

	/**
	 * Creates an empty database.
	 * @return its name
	 */
	public static String create() {
		String name = "foyer_" + databases.incrementAndGet();
		execute("create database " + name);
		return name;
	}

	/**
	 * Ends all connections to a database, and deletes it.
	 */
	public static void drop(String name) {
		execute("drop database " + name + " with (force)");
	}

	/**
	 * Executes a statement as the administrator, in a database of the administrator.
	 */
	public static void execute(String sql) {
		try (Connection connection = Server.PROCESS.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The settings with which a Foyer server uses a database.
	 */
	public static String[] settings(String database) {
		return new String[] { "foyer.database.url=" + url(database), "foyer.database.username=postgres",
				"foyer.database.pool-size=4" };
	}

	/**
	 * The JDBC URL of a database, without a user.
	 */
	public static String url(String database) {
		return "jdbc:postgresql://localhost:%d/%s".formatted(Server.PROCESS.getPort(), database);
	}

	/**
	 * Starts the server when it is first used.
	 */
	private static final class Server {

		static final EmbeddedPostgres PROCESS = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
