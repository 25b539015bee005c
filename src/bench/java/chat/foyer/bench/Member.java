package chat.foyer.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One connection of one guest, from the handshake on.
 */
final class Member implements WebSocketReader.Sink, StompReader.Sink {

	private static final byte[] EVENT = "{\"seq\":".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] ERROR = "\"error\":".getBytes(StandardCharsets.US_ASCII);

	/**
	 * What an id begins with; the time at which it was sent follows.
	 */
	private static final byte[] ID = "\"id\":\"t".getBytes(StandardCharsets.US_ASCII);

	private static final String NO_HEART_BEATS = "heart-beat:0,0";

	private static final byte[] HEART_BEAT = { '\n' };

	private final int index;

	private final Pass pass;

	private final Crowd crowd;

	private final InetSocketAddress server;

	private final int node;

	private final SocketChannel channel;

	private final SelectionKey key;

	private final WebSocketReader frames = new WebSocketReader(this);

	private final StompReader stomp = new StompReader(this);

	private final Queue<ByteBuffer> unwritten = new ArrayDeque<>();

	private @Nullable StringBuilder handshake = new StringBuilder();

	private boolean isConnected;

	private boolean isSubscribed;

	private boolean isReading = true;

	private long beatEvery = Long.MAX_VALUE;

	private long lastBeat;

	private long highestSeq;

	Member(int index, Pass pass, Crowd crowd, InetSocketAddress server, int node, SelectionKey key) {
		this.index = index;
		this.pass = pass;
		this.crowd = crowd;
		this.server = server;
		this.node = node;
		this.channel = (SocketChannel) key.channel();
		this.key = key;
		key.attach(this);
	}

	int index() {
		return this.index;
	}

	String room() {
		return this.pass.room();
	}

	/**
	 * The number of the node that the member is connected to, from 0.
	 */
	int node() {
		return this.node;
	}

	boolean isConnected() {
		return this.isConnected;
	}

	/**
	 * Whether the server has confirmed all subscriptions, which the baseline never does.
	 */
	boolean isSubscribed() {
		return this.isSubscribed;
	}

	boolean isOpen() {
		return this.channel.isOpen();
	}

	boolean isReading() {
		return this.isReading && isOpen();
	}

	long highestSeq() {
		return this.highestSeq;
	}

	/**
	 * Reads nothing any more, and sends heart-beats more often to find out when it is cut
	 * off.
	 */
	void stopReading() {
		this.isReading = false;
		this.beatEvery = TimeUnit.MILLISECONDS.toNanos(250);
		this.key.interestOps(0);
	}

	/**
	 * Says something in the room.
	 */
	void say() {
		String body = "{\"id\":\"t" + Stamp.now() + "-" + Long.toHexString(ThreadLocalRandom.current().nextLong())
				+ "\",\"text\":\"" + Stamp.text(this.index) + "\"}";
		send("SEND\ndestination:/app/rooms." + room() + ".say\ncontent-type:application/json\ncontent-length:"
				+ body.length() + "\n\n" + body + "\0");
	}

	/**
	 * Sends a heart-beat if one is due.
	 */
	void beat(long now) {
		if (isOpen() && now - this.lastBeat > this.beatEvery) {
			this.lastBeat = now;
			write(WebSocketFrames.frame(WebSocketFrames.TEXT, HEART_BEAT));
		}
	}

	void ready(byte[] shared, ByteBuffer buffer) {
		try {
			if (!this.key.isValid()) {
				return;
			}
			if (this.key.isConnectable() && this.channel.finishConnect()) {
				this.key.interestOps(SelectionKey.OP_READ);
				shakeHands();
			}
			else if (this.key.isWritable()) {
				flush();
			}
			else if (this.key.isReadable()) {
				read(shared, buffer);
			}
		}
		catch (IOException ex) {
			close();
		}
	}

	private void shakeHands() {
		String host = this.server.getHostString() + ":" + this.server.getPort();
		String cookie = this.pass.cookie().isEmpty() ? "" : "Cookie: " + this.pass.cookie() + "\r\n";
		String request = "GET /live HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n" + cookie
				+ "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v12.stomp\r\n\r\n";
		write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
	}

	private void read(byte[] shared, ByteBuffer buffer) throws IOException {
		buffer.clear();
		int length = this.channel.read(buffer);
		if (length < 0) {
			close();
			return;
		}
		buffer.flip().get(shared, 0, length);
		this.frames.accept(shared, (this.handshake != null) ? handshakeEnd(this.handshake, shared, length) : 0, length);
	}

	/**
	 * Reads on in the answer to the handshake.
	 * @return where the bytes behind it begin
	 */
	private int handshakeEnd(StringBuilder answer, byte[] bytes, int length) throws IOException {
		for (int i = 0; i < length; i++) {
			answer.append((char) bytes[i]);
			if (bytes[i] == '\n' && answer.indexOf("\r\n\r\n") >= 0) {
				if (!answer.toString().startsWith("HTTP/1.1 101")) {
					throw new IOException("No WebSocket: " + answer);
				}
				this.handshake = null;
				send("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:10000,10000\n\n\0");
				return i + 1;
			}
		}
		return length;
	}

	@Override
	public void data(byte[] bytes, int from, int to) {
		this.stomp.accept(bytes, from, to);
	}

	@Override
	public void control(int opcode, byte[] payload) {
		if (opcode == WebSocketFrames.PING) {
			write(WebSocketFrames.frame(WebSocketFrames.PONG, payload));
		}
		else if (opcode == WebSocketFrames.CLOSE) {
			close();
		}
	}

	@Override
	public void frame(byte[] bytes, int from, int body, int end) {
		switch (bytes[from]) {
			case 'C' -> connected(new String(bytes, from, body - from, StandardCharsets.UTF_8));
			case 'R' -> this.isSubscribed = true;
			case 'E' -> this.crowd.tally().refused();
			case 'M' -> {
				if (Bytes.startsWith(bytes, body, end, EVENT)) {
					event(bytes, body, end);
				}
				else if (Bytes.lastIndexOf(bytes, ERROR, body, end) >= 0) {
					this.crowd.tally().refused();
				}
				else {
					confirmed(bytes, body, end);
				}
			}
			default -> throw new IllegalStateException("No frame of STOMP: " + (char) bytes[from]);
		}
	}

	private void connected(String frame) {
		this.isConnected = true;
		if (!frame.contains(NO_HEART_BEATS)) {
			this.beatEvery = TimeUnit.SECONDS.toNanos(8);
			this.lastBeat = Stamp.now();
		}
		send("SUBSCRIBE\nid:replies\ndestination:/user/queue/replies\n\n\0");
		send("SUBSCRIBE\nid:room\ndestination:/topic/rooms." + room() + "\n\n\0");
		send("SUBSCRIBE\nid:signals\nreceipt:signals\ndestination:/topic/rooms." + room() + ".signals\n\n\0");
	}

	private void confirmed(byte[] bytes, int from, int to) {
		int id = Bytes.lastIndexOf(bytes, ID, from, to);
		if (id >= 0) {
			this.crowd.tally().confirmed(Stamp.now() - Bytes.number(bytes, id + ID.length, to));
		}
	}

	private void event(byte[] bytes, int from, int to) {
		long seq = Bytes.number(bytes, from + EVENT.length, to);
		this.crowd.tally().numbered(seq, this.highestSeq);
		this.highestSeq = Math.max(seq, this.highestSeq);
		this.crowd.delivered(this, bytes, from, to);
	}

	private void send(String frame) {
		write(WebSocketFrames.frame(this.crowd.opcode(), frame.getBytes(StandardCharsets.UTF_8)));
	}

	private void write(ByteBuffer bytes) {
		this.unwritten.add(bytes);
		if (this.unwritten.size() == 1 && isOpen()) {
			try {
				flush();
			}
			catch (IOException ex) {
				close();
			}
		}
	}

	private void flush() throws IOException {
		for (ByteBuffer next = this.unwritten.peek(); next != null; next = this.unwritten.peek()) {
			this.channel.write(next);
			if (next.hasRemaining()) {
				this.key.interestOpsOr(SelectionKey.OP_WRITE);
				return;
			}
			this.unwritten.remove();
		}
		this.key.interestOpsAnd(~SelectionKey.OP_WRITE);
	}

	/**
	 * Ends the connection without a word, as a lost line does.
	 */
	void close() {
		try {
			if (isOpen()) {
				this.channel.close();
				this.crowd.closed(this);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
