package chat.foyer.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The wire between a browser and the server, with somebody at it who cuts it, blocks it
 * and slows it down.
 */
final class Wire implements AutoCloseable {

	private static final String PAGE = "<!DOCTYPE html><title>Blocked</title>Blocked";

	private final ServerSocket door;

	private final int server;

	private final Set<Link> links = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "wire");
		thread.setDaemon(true);
		return thread;
	});

	private final Gate words = new Gate();

	private final Gate answers = new Gate();

	private final AtomicInteger cuts = new AtomicInteger();

	private final AtomicInteger handshakes = new AtomicInteger();

	private volatile List<String> refused = List.of();

	private volatile @Nullable Bar bar;

	private volatile boolean isPortMapped;

	private volatile @Nullable Random random;

	/**
	 * @param server the port of the server at this machine
	 */
	Wire(int server) {
		this.server = server;
		try {
			this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::letIn);
	}

	/**
	 * Where the server is for those who come over this wire.
	 */
	String address() {
		return "http://localhost:" + this.door.getLocalPort();
	}

	/**
	 * Cuts all that is open now.
	 */
	void cut() {
		this.links.forEach(Link::cut);
	}

	/**
	 * Stops all that is open now without a sign: nothing passes any more, and nothing is
	 * closed. New connections pass.
	 */
	void freeze() {
		this.links.forEach((link) -> link.isFrozen = true);
	}

	/**
	 * Cuts all that is open now, and from now on whatever asks for a path that begins
	 * with one of these.
	 */
	void refuse(String... paths) {
		this.refused = Stream.of(paths).map("GET "::concat).toList();
		cut();
	}

	/**
	 * Cuts all open connections, and every new one from now on.
	 */
	void refuseEverything() {
		this.refused = List.of("");
		cut();
	}

	/**
	 * Refuses and bars nothing any more.
	 */
	void letThrough() {
		this.refused = List.of();
		this.bar = null;
		this.isPortMapped = false;
	}

	/**
	 * Cuts all that is open now, and from now on fails every WebSocket handshake in one
	 * way. Other requests pass.
	 */
	void bar(Bar way) {
		this.bar = way;
		cut();
	}

	/**
	 * Cuts all that is open now, and from now on tells the server another port than that
	 * to which browsers go, as a proxy behind a mapped port does.
	 */
	void mapPort() {
		this.isPortMapped = true;
		cut();
	}

	/**
	 * How many WebSocket handshakes browsers began so far.
	 */
	int handshakes() {
		return this.handshakes.get();
	}

	/**
	 * Keeps to itself what browsers send, until it is let go.
	 */
	void hold() {
		this.words.close();
	}

	/**
	 * Keeps to itself what the server sends, until it is let go.
	 */
	void holdAnswers() {
		this.answers.close();
	}

	/**
	 * Passes on what was held.
	 */
	void letGo() {
		this.words.open();
		this.answers.open();
	}

	/**
	 * Cuts what is open now, and from now on every connection after some bytes, in either
	 * direction and wherever that happens to be: in a handshake, in the middle of a
	 * frame, or in an answer.
	 */
	void cutAtRandom(Random random) {
		this.random = random;
		cut();
	}

	/**
	 * Cuts nothing any more.
	 */
	void mend() {
		this.random = null;
		cut();
	}

	/**
	 * How many connections were cut so far.
	 */
	int cuts() {
		return this.cuts.get();
	}

	@Override
	public void close() {
		try {
			this.door.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
		letGo();
		this.threads.shutdownNow();
	}

	private void letIn() {
		while (!this.door.isClosed()) {
			try {
				Link link = new Link(this.door.accept(), this.random);
				this.threads.execute(link::open);
			}
			catch (IOException ex) {
				// Closed: the loop ends.
			}
		}
	}

	/**
	 * One connection of a browser, and the one to the server that belongs to it.
	 */
	private final class Link {

		private final Socket browser;

		private final Socket server = new Socket();

		private final int most;

		private final int mostBack;

		private final boolean isHard;

		private boolean isCut;

		private volatile boolean isFrozen;

		private volatile @Nullable Bar bar;

		Link(Socket browser, @Nullable Random random) {
			this.browser = browser;
			this.most = (random != null) ? anyLength(random) : Integer.MAX_VALUE;
			this.mostBack = (random != null) ? anyLength(random) : Integer.MAX_VALUE;
			this.isHard = (random != null) && random.nextBoolean();
			Wire.this.links.add(this);
		}

		/**
		 * From 16 bytes to 16 KiB, short ones as often as long ones.
		 */
		private static int anyLength(Random random) {
			return (int) Math.pow(2, 4 + 10 * random.nextDouble());
		}

		private void open() {
			try {
				this.browser.setTcpNoDelay(true);
				this.server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Wire.this.server));
				this.server.setTcpNoDelay(true);
				Wire.this.threads.execute(() -> pass(this.server, this.browser, this.mostBack, false));
				pass(this.browser, this.server, this.most, true);
			}
			catch (IOException ex) {
				cut();
			}
		}

		private void pass(Socket from, Socket to, int most, boolean isFromBrowser) {
			try {
				InputStream in = from.getInputStream();
				OutputStream out = to.getOutputStream();
				byte[] bytes = new byte[8 * 1024];
				int left = most;
				int parts = 0;
				for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
					if (isFromBrowser && !admits(bytes, read)) {
						cut();
						return;
					}
					(isFromBrowser ? Wire.this.words : Wire.this.answers).pass();
					Bar bar = this.bar;
					if (this.isFrozen || (bar != null && bar.swallows(parts))) {
						continue;
					}
					out.write(bytes, 0, Math.min(read, left));
					parts++;
					if (bar != null && !isFromBrowser && bar.closesAfter(parts)) {
						cut();
						return;
					}
					left -= Math.min(read, left);
					if (left == 0) {
						cut();
						return;
					}
				}
			}
			catch (IOException | InterruptedException ex) {
				// Over, like the end of what is read.
			}
			if (!this.isFrozen) {
				hangUp();
			}
		}

		/**
		 * Whether a request may pass. It may be changed on its way.
		 */
		private boolean admits(byte[] bytes, int read) throws IOException {
			String request = new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
			if (Wire.this.refused.stream().anyMatch(request::startsWith)) {
				return false;
			}
			if (Wire.this.isPortMapped) {
				replace(bytes, request, "Host: localhost:" + Wire.this.door.getLocalPort(), "Host: localhost:10000");
			}
			if (request.startsWith("GET ") && request.contains("\r\nSec-WebSocket-Key: ")) {
				Wire.this.handshakes.incrementAndGet();
				this.bar = Wire.this.bar;
			}
			if (this.bar == Bar.STRIPPED) {
				replace(bytes, request, "Connection: Upgrade", "Connection: close  ");
				replace(bytes, request, "Upgrade: websocket", "X-Stripped: header");
			}
			if (this.bar != null && this.bar.status != null) {
				String answer = "HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
					.formatted(this.bar.status, PAGE.length(), PAGE);
				this.browser.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
				return false;
			}
			return this.bar != Bar.REFUSED;
		}

		private static void replace(byte[] bytes, String request, String part, String other) {
			int at = request.indexOf(part);
			if (at >= 0) {
				byte[] replacement = other.getBytes(StandardCharsets.ISO_8859_1);
				System.arraycopy(replacement, 0, bytes, at, Math.min(part.length(), replacement.length));
			}
		}

		private synchronized void cut() {
			if (!this.isCut && Wire.this.links.remove(this)) {
				this.isCut = true;
				Wire.this.cuts.incrementAndGet();
			}
			hangUp();
		}

		private void hangUp() {
			Wire.this.links.remove(this);
			close(this.browser);
			close(this.server);
		}

		private void close(Socket socket) {
			try {
				// The other end sees a reset instead of an end, and may lose what it has
				// not read yet.
				socket.setSoLinger(this.isHard, 0);
				socket.close();
			}
			catch (IOException ex) {
				// Closed by its other end.
			}
		}

	}

	/**
	 * A way in which a proxy fails a WebSocket handshake.
	 */
	enum Bar {

		/**
		 * Closes the connection.
		 */
		REFUSED(null, 0, 0),

		/**
		 * Answers with a page of its own.
		 */
		FORBIDDEN("403 Forbidden", 0, 0),

		/**
		 * Says that it does not get an answer.
		 */
		BAD_GATEWAY("502 Bad Gateway", 0, 0),

		/**
		 * Takes the request, and answers nothing.
		 */
		UNANSWERED(null, 0, 0),

		/**
		 * Removes the headers that ask for a WebSocket.
		 */
		STRIPPED(null, 0, 0),

		/**
		 * Passes the answer on, and then nothing more.
		 */
		SILENT(null, 1, 0),

		/**
		 * Passes the answer on, and then closes the connection.
		 */
		CLOSED(null, 0, 1),

		/**
		 * Passes on that STOMP is connected, and then closes the connection.
		 */
		CLOSED_AFTER_CONNECT(null, 0, 2);

		private final @Nullable String status;

		private final int passed;

		private final int closedAfter;

		Bar(@Nullable String status, int passed, int closedAfter) {
			this.status = status;
			this.passed = passed;
			this.closedAfter = closedAfter;
		}

		/**
		 * Whether the browser waits for something that does not come.
		 */
		boolean isSilent() {
			return this == UNANSWERED || this == SILENT;
		}

		private boolean swallows(int parts) {
			return isSilent() && parts >= this.passed;
		}

		private boolean closesAfter(int parts) {
			return parts == this.closedAfter;
		}

	}

	/**
	 * Lets pass, or makes wait.
	 */
	private static final class Gate {

		private boolean isClosed;

		synchronized void close() {
			this.isClosed = true;
		}

		synchronized void open() {
			this.isClosed = false;
			notifyAll();
		}

		synchronized void pass() throws InterruptedException {
			while (this.isClosed) {
				wait();
			}
		}

	}

}
