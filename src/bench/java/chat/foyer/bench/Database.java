package chat.foyer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server as durable as one in production, and what the operating system
 * tells of it.
 */
final class Database implements AutoCloseable {

	private final EmbeddedPostgres server;

	private final long postmaster;

	private Database(EmbeddedPostgres server) throws IOException {
		this.server = server;
		this.postmaster = postmaster(server);
	}

	/**
	 * Starts a server with an empty database.
	 */
	static Database start() throws IOException {
		// Embedded servers write nothing to the disk unless told so.
		return new Database(EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("full_page_writes", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("shared_buffers", "256MB")
			.setServerConfig("max_wal_size", "4GB")
			.start());
	}

	/**
	 * The settings by which the product uses it.
	 */
	List<String> settings() {
		return List.of("--foyer.database.url=jdbc:postgresql://localhost:" + this.server.getPort() + "/postgres",
				"--foyer.database.username=postgres");
	}

	/**
	 * The time that its processes have spent on a processor, in nanoseconds, also those
	 * that have ended.
	 */
	double cpuNanos() throws IOException {
		double nanos = CpuTime.ofProcess(this.postmaster) + CpuTime.ofEndedChildren(this.postmaster);
		try (Stream<Path> children = Files.list(Path.of("/proc"))) {
			for (Path child : (Iterable<Path>) children.filter(this::isChild)::iterator) {
				try {
					nanos += CpuTime.ofProcess(Long.parseLong(child.getFileName().toString()));
				}
				catch (NoSuchFileException ex) {
					// The process has ended meanwhile.
				}
			}
		}
		return nanos;
	}

	/**
	 * The process that starts one for each connection. It is not the one that was started
	 * here, which gives up the rights of root first.
	 */
	private static long postmaster(EmbeddedPostgres server) throws IOException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
			result.next();
			return CpuTime.parent(result.getLong(1));
		}
		catch (SQLException ex) {
			throw new IOException(ex);
		}
	}

	private boolean isChild(Path process) {
		try {
			String name = process.getFileName().toString();
			return name.matches("\\d+") && CpuTime.parent(Long.parseLong(name)) == this.postmaster;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
