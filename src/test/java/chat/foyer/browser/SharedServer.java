package chat.foyer.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import chat.foyer.support.RunningServer;

/**
 * The server that all tests share which do not stop it.
 */
final class SharedServer implements AutoCloseable {

	private final RunningServer server = RunningServer.start(0, newDataDir());

	int port() {
		return this.server.port();
	}

	/**
	 * A part of the server.
	 */
	<T> T part(Class<T> type) {
		return this.server.part(type);
	}

	/**
	 * An empty folder for the data of a server.
	 */
	static Path newDataDir() {
		try {
			return Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "browser-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.server.close();
	}

}
