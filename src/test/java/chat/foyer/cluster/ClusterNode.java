package chat.foyer.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import chat.foyer.support.ServerProcess;
import chat.foyer.support.Visitor;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node of a cluster: the packaged server as a process of its own, always at the same
 * port, with a network of its own to the database.
 */
public final class ClusterNode implements AutoCloseable {

	/**
	 * A setting that lets a node neither ring nor hear the bell.
	 */
	public static final String WITHOUT_BELL = "foyer.cluster.bell=false";

	private final TcpProxy database;

	private final Path dataDir;

	private final int port;

	private volatile boolean isInRotation;

	private @Nullable ServerProcess process;

	/**
	 * @param database the port of the database server
	 */
	ClusterNode(int database) throws IOException {
		this.database = new TcpProxy(database);
		this.dataDir = Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "node-");
		this.port = ServerProcess.freePort();
	}

	/**
	 * Starts the node and returns when it is ready.
	 * @param settings more settings, such as {@link #WITHOUT_BELL}
	 */
	public void start(String... settings) {
		String[] all = Stream
			.concat(Stream.of("foyer.database.url=jdbc:postgresql://localhost:" + this.database.port() + "/postgres",
					"foyer.database.username=postgres", "foyer.limits.connections-per-guest=20",
					"server.forward-headers-strategy=native"), Stream.of(settings))
			.toArray(String[]::new);
		try {
			this.process = ServerProcess.start(this.port, this.dataDir, all);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.isInRotation = true;
	}

	/**
	 * The port of the node.
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Where the node is.
	 */
	public String address() {
		return "http://localhost:" + this.port;
	}

	/**
	 * The network between the node and the database.
	 */
	public TcpProxy database() {
		return this.database;
	}

	/**
	 * A guest at this node who was never here before.
	 */
	public Visitor visitor() {
		return new Visitor(address());
	}

	/**
	 * The browser of a guest of another node, with the same cookies, at this node.
	 */
	public Visitor visitor(Visitor guest) {
		Visitor here = visitor();
		for (String cookie : guest.cookieHeader().split("; ", -1)) {
			String[] parts = cookie.split("=", 2);
			here.keepForeignCookie(parts[0], parts[1]);
		}
		return here;
	}

	/**
	 * Whether a load balancer would send somebody here.
	 */
	public boolean isInRotation() {
		return this.isInRotation;
	}

	/**
	 * Ends the node as {@code kill -9} does.
	 */
	public void kill() {
		this.isInRotation = false;
		process().kill();
		this.process = null;
	}

	/**
	 * Stops the node as an operator does (SIGTERM), and returns when it has stopped.
	 */
	public void stop() {
		this.isInRotation = false;
		process().stop();
		this.process = null;
	}

	/**
	 * Pauses the process (SIGSTOP): its connections stay open, and it does nothing.
	 */
	public void pause() {
		this.isInRotation = false;
		signal("STOP");
	}

	/**
	 * Lets a paused process go on (SIGCONT).
	 */
	public void resume() {
		signal("CONT");
		this.isInRotation = true;
	}

	/**
	 * Whether the process runs, paused or not.
	 */
	public boolean isRunning() {
		return this.process != null;
	}

	/**
	 * What the node has printed since its last start.
	 */
	public String log() throws IOException {
		return process().log();
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.close();
		}
		this.database.close();
	}

	private void signal(String name) {
		try {
			Process kill = new ProcessBuilder(List.of("kill", "-" + name, Long.toString(process().pid()))).start();
			assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(kill.exitValue()).isZero();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private ServerProcess process() {
		ServerProcess running = this.process;
		assertThat(running).as("the node runs").isNotNull();
		return running;
	}

}
