package chat.foyer.clients;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a client and the server: passes on bytes as they are, cuts the line, and
 * tells with which codes the server ended WebSocket connections.
 */
final class Relay implements AutoCloseable {

	/**
	 * The end of a connection without a close frame.
	 */
	static final int CUT = 1006;

	/**
	 * A close frame without a code, which answers one.
	 */
	static final int WITHOUT_CODE = 1005;

	private static final int CLOSE = 8;

	private static final int LENGTH_IN_2_BYTES = 126;

	private static final int LENGTH_IN_8_BYTES = 127;

	private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final List<Integer> ends = new CopyOnWriteArrayList<>();

	private final ServerSocket listener;

	private final int serverPort;

	private volatile boolean isCut;

	Relay(int serverPort) {
		this.serverPort = serverPort;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	/**
	 * Where the server seems to be.
	 */
	String address() {
		return "http://127.0.0.1:" + this.listener.getLocalPort();
	}

	/**
	 * Ends all connections as a network does that fails, and takes no new ones.
	 */
	void cut() {
		this.isCut = true;
		this.open.forEach(Relay::close);
	}

	/**
	 * Takes connections again.
	 */
	void mend() {
		this.isCut = false;
	}

	/**
	 * How the WebSocket connections were ended: the codes in the server's close frames,
	 * {@link #WITHOUT_CODE} or {@link #CUT}.
	 */
	List<Integer> ends() {
		return this.ends;
	}

	@Override
	public void close() {
		cut();
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			Socket server = new Socket();
			Set<Socket> both = Set.of(client, server);
			this.open.addAll(both);
			try {
				join(client, server);
			}
			catch (IOException ex) {
				// The client goes, others may come.
				both.forEach(Relay::close);
				this.open.removeAll(both);
			}
		}
	}

	/**
	 * Both sockets are in {@link #open} already: a cut that comes after the check closes
	 * them.
	 */
	private void join(Socket client, Socket server) throws IOException {
		if (this.isCut) {
			throw new SocketException("The line is cut");
		}
		server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.serverPort));
		server.setTcpNoDelay(true);
		client.setTcpNoDelay(true);
		start(() -> {
			client.getInputStream().transferTo(server.getOutputStream());
			server.shutdownOutput();
		});
		start(() -> {
			try (client; server) {
				pass(server.getInputStream(), client.getOutputStream());
			}
			finally {
				this.open.removeAll(Set.of(client, server));
			}
		});
	}

	/**
	 * The answer to a handshake comes as a part of its own, since the client waits for
	 * it.
	 */
	private void pass(InputStream server, OutputStream client) throws IOException {
		byte[] part = new byte[64 * 1024];
		for (int length = server.read(part); length > 0; length = server.read(part)) {
			if (length > SWITCHING.length
					&& ByteBuffer.wrap(part, 0, SWITCHING.length).equals(ByteBuffer.wrap(SWITCHING))) {
				InputStream answer = new ByteArrayInputStream(part, 0, length);
				this.ends.add(passFrames(new DataInputStream(new SequenceInputStream(answer, server)), client));
				return;
			}
			client.write(part, 0, length);
		}
	}

	/**
	 * @return how the connection ended
	 */
	private static int passFrames(DataInputStream server, OutputStream client) {
		int end = CUT;
		try {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
				head.write(server.readUnsignedByte());
			}
			client.write(head.toByteArray());
			while (true) {
				end = passFrame(server, client, end);
			}
		}
		catch (IOException ex) {
			return end;
		}
	}

	private static int passFrame(DataInputStream server, OutputStream client, int end) throws IOException {
		int first = server.readUnsignedByte();
		int second = server.readUnsignedByte();
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(first);
		frame.write(second);
		int length = second;
		if (second == LENGTH_IN_2_BYTES) {
			byte[] bytes = server.readNBytes(2);
			frame.writeBytes(bytes);
			length = ByteBuffer.wrap(bytes).getShort() & 0xFFFF;
		}
		else if (second == LENGTH_IN_8_BYTES) {
			byte[] bytes = server.readNBytes(8);
			frame.writeBytes(bytes);
			length = Math.toIntExact(ByteBuffer.wrap(bytes).getLong());
		}
		byte[] payload = server.readNBytes(length);
		if (payload.length < length) {
			throw new EOFException();
		}
		frame.writeBytes(payload);
		int code = end;
		if ((first & 0x0F) == CLOSE) {
			code = (length >= 2) ? ByteBuffer.wrap(payload).getShort() & 0xFFFF : WITHOUT_CODE;
		}
		try {
			client.write(frame.toByteArray());
		}
		catch (IOException ex) {
			// The client has gone already; what the server says at its end still counts.
		}
		return code;
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// The line was closed.
			}
		}, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	private interface Task {

		void run() throws IOException;

	}

}
