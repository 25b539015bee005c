package chat.foyer.live.connection;

import java.nio.ByteBuffer;

import chat.foyer.limit.ClientAddress;
import chat.foyer.room.Guest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * One open WebSocket of a guest. Thread-safe, except {@link #frames}, which is for the
 * thread that reads from the connection. No method blocks.
 */
public final class Connection {

	private final Guest guest;

	private final String session;

	private final ClientAddress address;

	private final Outbox outbox;

	private final ConnectionLiveness liveness;

	private final FrameCounter frames = new FrameCounter();

	private volatile long number;

	private volatile boolean hasSent;

	private volatile boolean isDisconnected;

	public Connection(Guest guest, String session, ClientAddress address, ConnectionLiveness liveness, Outbox outbox) {
		this.guest = guest;
		this.session = session;
		this.address = address;
		this.liveness = liveness;
		this.outbox = outbox;
	}

	public String id() {
		return this.outbox.getId();
	}

	/**
	 * The number of the connection, in the order in which connections are added.
	 */
	public long number() {
		return this.number;
	}

	void setNumber(long number) {
		this.number = number;
	}

	public Guest guest() {
		return this.guest;
	}

	/**
	 * The id of the HTTP session with which the connection was opened.
	 */
	public String session() {
		return this.session;
	}

	public ClientAddress address() {
		return this.address;
	}

	public ConnectionLiveness liveness() {
		return this.liveness;
	}

	/**
	 * The counter of the STOMP frames that the connection sends. For the thread that
	 * reads from the connection.
	 */
	public FrameCounter frames() {
		return this.frames;
	}

	/**
	 * Queues frames to be written. Does not block; dropped if the connection is closed.
	 */
	public void send(EncodedFrames frames) {
		if (!this.hasSent) {
			this.hasSent = true;
		}
		this.outbox.send(frames);
	}

	/**
	 * Queues a STOMP frame that goes to no other connection. Does not block; dropped if
	 * the connection is closed.
	 */
	public void send(byte[] stomp) {
		send(EncodedFrames.of(stomp));
	}

	/**
	 * Whether STOMP frames were sent since the last call. For one caller.
	 */
	public boolean takeSent() {
		if (!this.hasSent) {
			return false;
		}
		this.hasSent = false;
		return true;
	}

	/**
	 * Queues a ping, which is no STOMP frame. The client's WebSocket library answers it.
	 */
	void ping() {
		this.outbox.send(EncodedFrames.PING);
	}

	/**
	 * Queues the answer to a ping.
	 * @param payload that of the ping
	 */
	public void pong(ByteBuffer payload) {
		this.outbox.send(EncodedFrames.pong(payload));
	}

	/**
	 * From now on sends binary messages instead of text.
	 */
	public void sendBinary() {
		this.outbox.writeBinary();
	}

	/**
	 * The size of the frames that wait to be written.
	 */
	public int waitingBytes() {
		return this.outbox.waitingBytes();
	}

	/**
	 * Closes the connection if the write in progress exceeds the send timeout.
	 * @param now the current {@link System#nanoTime()}
	 */
	void checkSendTimeout(long now) {
		this.outbox.checkTimeout(now);
	}

	/**
	 * Closes the connection after the frames that wait to be written. Does not block.
	 */
	public void close(CloseStatus status) {
		this.outbox.close(status);
	}

	/**
	 * Closes the connection after the frames that wait to be written and a last STOMP
	 * frame, unless it is being closed. Does not block.
	 * @return whether this call closes it
	 */
	boolean close(CloseStatus status, byte[] last) {
		return this.outbox.close(status, EncodedFrames.of(last));
	}

	/**
	 * Notes that the client ended the STOMP session: what it still sends is ignored.
	 */
	public void disconnect() {
		this.isDisconnected = true;
	}

	/**
	 * Whether frames that the client sends are handled: it did not end the STOMP session,
	 * and the server does not close the connection.
	 */
	public boolean takesFrames() {
		return !this.isDisconnected && !isClosing();
	}

	/**
	 * Whether the server closes the connection; the client may still send until it learns
	 * of that.
	 */
	public boolean isClosing() {
		return this.outbox.closing() != null;
	}

	/**
	 * The status with which the server closes the connection; null while it does not.
	 */
	public @Nullable CloseStatus closing() {
		return this.outbox.closing();
	}

}
