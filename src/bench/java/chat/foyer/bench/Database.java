package chat.foyer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server as durable as one in production, and what the operating system
 * tells of it.
 */
final class Database implements AutoCloseable {

	private final EmbeddedPostgres server;

	private Database(EmbeddedPostgres server) {
		this.server = server;
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
		long postmaster = this.server.getProcess().pid();
		double nanos = CpuTime.ofProcess(postmaster) + CpuTime.ofEndedChildren(postmaster);
		try (Stream<Path> children = Files.list(Path.of("/proc"))) {
			for (Path child : (Iterable<Path>) children.filter((path) -> isChild(path, postmaster))::iterator) {
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

	private static boolean isChild(Path process, long parent) {
		try {
			return process.getFileName().toString().matches("\\d+")
					&& CpuTime.parent(Long.parseLong(process.getFileName().toString())) == parent;
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
