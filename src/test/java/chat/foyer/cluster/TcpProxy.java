package chat.foyer.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Passes TCP connections on to the first of several ports of this machine that accepts
 * them: the network between a node and its database, or a load balancer. Cuts and holds
 * connections on demand. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

	private static final int CONNECT_WITHIN_MILLIS = 2_000;

	private static final int BUFFER = 16 * 1024;

	private final ServerSocket listener;

	private final Set<Link> links = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "tcp-proxy");
		thread.setDaemon(true);
		return thread;
	});

	private volatile int[] targets;

	private volatile boolean isCut;

	private boolean isHeld;

	/**
	 * Creates a proxy at a free port.
	 * @param targets the ports to try, the preferred one first
	 */
	public TcpProxy(int... targets) {
		this.targets = targets.clone();
		try {
			this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::accept);
	}

	/**
	 * The port that clients connect to.
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Where an HTTP server behind the proxy is for its clients.
	 */
	public String address() {
		return "http://localhost:" + port();
	}

	/**
	 * Changes the targets of new connections.
	 */
	public void route(int... targets) {
		this.targets = targets.clone();
	}

	/**
	 * Closes all connections, and each new one until {@link #mend()}.
	 */
	public void cut() {
		this.isCut = true;
		this.links.forEach(Link::close);
	}

	/**
	 * Passes nothing on until {@link #mend()}. Connections stay open.
	 */
	public synchronized void hold() {
		this.isHeld = true;
	}

	/**
	 * Passes on everything, also what was held.
	 */
	public synchronized void mend() {
		this.isCut = false;
		this.isHeld = false;
		notifyAll();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.links.forEach(Link::close);
		this.threads.shutdownNow();
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Link link = new Link(this.listener.accept());
				this.threads.execute(link::open);
			}
			catch (IOException ex) {
				// Closed: the loop ends.
			}
		}
	}

	private synchronized void awaitRelease() throws InterruptedException {
		while (this.isHeld) {
			wait();
		}
	}

	/**
	 * A client's connection, and the one to the target that belongs to it.
	 */
	private final class Link {

		private final Socket client;

		private volatile Socket target = new Socket();

		Link(Socket client) {
			this.client = client;
			TcpProxy.this.links.add(this);
		}

		private void open() {
			try {
				if (TcpProxy.this.isCut || !connect()) {
					close();
					return;
				}
				this.client.setTcpNoDelay(true);
				this.target.setTcpNoDelay(true);
				TcpProxy.this.threads.execute(() -> pass(this.target, this.client));
				pass(this.client, this.target);
			}
			catch (IOException ex) {
				close();
			}
		}

		private boolean connect() {
			for (int port : TcpProxy.this.targets) {
				Socket socket = new Socket();
				try {
					socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
							CONNECT_WITHIN_MILLIS);
					this.target = socket;
					return true;
				}
				catch (IOException ex) {
					close(socket);
				}
			}
			return false;
		}

		private void pass(Socket from, Socket to) {
			try {
				byte[] bytes = new byte[BUFFER];
				for (int read = from.getInputStream().read(bytes); read >= 0; read = from.getInputStream()
					.read(bytes)) {
					awaitRelease();
					to.getOutputStream().write(bytes, 0, read);
				}
			}
			catch (IOException | InterruptedException ex) {
				// The connection is over, as at the end of the stream.
			}
			close();
		}

		private void close() {
			TcpProxy.this.links.remove(this);
			close(this.client);
			close(this.target);
		}

		private static void close(Socket socket) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				// Closed by its other end.
			}
		}

	}

}
