package chat.foyer.support;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import chat.foyer.FoyerApplication;

/**
 * The server, for tests that stop it and start it again.
 */
public final class RunningServer implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RunningServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts the server and returns when it is ready.
	 * @param port the port, 0 for any that is free
	 * @param dataDir where the data are
	 * @param settings more settings, such as {@code foyer.presence.leave-grace=1s}
	 */
	public static RunningServer start(int port, Path dataDir, String... settings) {
		String[] arguments = Stream
			.concat(Stream.of("server.port=" + port, "management.server.port=0", "foyer.data-dir=" + dataDir),
					Stream.of(settings))
			.map((setting) -> "--" + setting)
			.toArray(String[]::new);
		return new RunningServer(
				new SpringApplicationBuilder(FoyerApplication.class).properties(TestServer.RAISED_LIMITS)
					.run(arguments));
	}

	/**
	 * The port that the server listens at.
	 */
	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * Where the server is.
	 */
	public String address() {
		return "http://localhost:" + port();
	}

	/**
	 * A part of the server.
	 */
	public <T> T part(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Stops the server as a polite operator does.
	 */
	@Override
	public void close() {
		this.context.close();
	}

}
