package chat.foyer.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import chat.foyer.support.ServerProcess;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * The packaged server of a walk, which is stopped, killed and restored from a copy of its
 * data while guests are there. It always comes back at the same port.
 */
final class WalkServer implements AutoCloseable {

	private final Path dataDir = SharedServer.newDataDir();

	private final int port;

	private final List<String> lost = new ArrayList<>();

	private @Nullable Path copy;

	private boolean wasRestored;

	private CompletableFuture<ServerProcess> process;

	WalkServer() throws IOException {
		this.port = ServerProcess.freePort();
		this.process = CompletableFuture.completedFuture(ServerProcess.start(this.port, this.dataDir));
	}

	int port() {
		return this.port;
	}

	String address() {
		return "http://localhost:" + this.port;
	}

	/**
	 * Stops the server as an operator does, and copies its data.
	 */
	void stop() {
		await().stop();
		this.copy = SharedServer.newDataDir();
		copy(this.dataDir, this.copy);
	}

	/**
	 * Kills the server (SIGKILL) without warning.
	 */
	void kill() {
		await().kill();
	}

	/**
	 * Kills the server and puts the last copy in the place of its data. Without a copy it
	 * stops the server instead, which makes one.
	 */
	void goBackToCopy() {
		if (this.copy == null) {
			stop();
			return;
		}
		kill();
		List<String> texts = new ArrayList<>(texts());
		try {
			FileSystemUtils.deleteRecursively(this.dataDir);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		copy(this.copy, this.dataDir);
		texts().forEach(texts::remove);
		this.lost.addAll(texts);
		this.wasRestored = true;
	}

	/**
	 * Starts the server again, without waiting for it.
	 */
	void start() {
		this.process = CompletableFuture.supplyAsync(() -> {
			try {
				return ServerProcess.start(this.port, this.dataDir);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	/**
	 * Waits until the server is ready after its last start.
	 */
	ServerProcess await() {
		return this.process.join();
	}

	/**
	 * The texts that the server had confirmed and that no copy has from which it was
	 * restored.
	 */
	List<String> lost() {
		return this.lost;
	}

	/**
	 * Whether the server was restored since this was asked last.
	 */
	boolean wasRestored() {
		boolean wasRestored = this.wasRestored;
		this.wasRestored = false;
		return wasRestored;
	}

	@Override
	public void close() {
		await().close();
	}

	private List<String> texts() {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.dataDir.resolve("foyer.db"));
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select text from event where text is not null")) {
			List<String> texts = new ArrayList<>();
			while (result.next()) {
				texts.add(result.getString(1));
			}
			return texts;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void copy(Path from, Path to) {
		try {
			FileSystemUtils.copyRecursively(from, to);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
