package chat.foyer.live.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/**
 * The frames that wait to be written to one connection. One write is in progress at a
 * time; the frames that arrive meanwhile are written together by the next one. Closes the
 * connection (1013) when more than 128 KiB wait or a write takes longer than 5 s.
 *
 * <p>
 * Thread-safe. No method blocks or fails: connections are closed, and failed writes
 * handled, on the web server's threads.
 */
public final class Outbox extends WebSocketSessionDecorator {

	private static final Logger logger = LoggerFactory.getLogger(Outbox.class);

	private static final int MAX_WAITING_BYTES = 128 * 1024;

	private static final long SEND_TIMEOUT_NANOS = Duration.ofSeconds(5).toNanos();

	private final SocketWriter writer;

	private final Queue<EncodedFrames> waiting = new ArrayDeque<>();

	private int waitingBytes;

	private State state = State.IDLE;

	private long writingSince;

	private volatile @Nullable CloseStatus closing;

	private volatile boolean isBinary;

	public Outbox(WebSocketSession session, SocketWriter writer) {
		super(session);
		this.writer = writer;
	}

	/**
	 * From now on writes binary messages instead of text.
	 */
	void writeBinary() {
		this.isBinary = true;
	}

	@Override
	public void sendMessage(WebSocketMessage<?> message) {
		Assert.isInstanceOf(TextMessage.class, message);
		send(EncodedFrames.of(((TextMessage) message).asBytes()));
	}

	/**
	 * Queues frames. Dropped if the connection is closed or being closed.
	 */
	void send(EncodedFrames frames) {
		synchronized (this.waiting) {
			if (this.closing != null || !isOpen()) {
				return;
			}
			this.waiting.add(frames);
			this.waitingBytes += frames.length();
			if (this.waitingBytes > MAX_WAITING_BYTES) {
				logger.info("Closing connection {}: it reads too slowly", getId());
				giveUp();
			}
			if (this.state != State.IDLE) {
				return;
			}
			beginWrite();
		}
		write();
	}

	int waitingBytes() {
		synchronized (this.waiting) {
			return this.waitingBytes;
		}
	}

	/**
	 * The status with which the server closes the connection; null while it does not.
	 */
	@Nullable CloseStatus closing() {
		return this.closing;
	}

	/**
	 * Keeps the web server's small buffer, since messages are read in parts; Spring asks
	 * for a buffer that holds whole ones.
	 */
	@Override
	public void setTextMessageSizeLimit(int limit) {
		// Ignored.
	}

	/**
	 * Closes the connection after the frames that wait.
	 */
	@Override
	public void close(CloseStatus status) {
		close(status, null);
	}

	/**
	 * Closes the connection after the frames that wait, unless it is being closed.
	 * @param last frames to write behind those that wait; null for none
	 * @return whether this call closes it
	 */
	boolean close(CloseStatus status, @Nullable EncodedFrames last) {
		synchronized (this.waiting) {
			if (this.closing != null) {
				return false;
			}
			this.closing = status;
			if (last != null && isOpen()) {
				this.waiting.add(last);
				this.waitingBytes += last.length();
			}
			if (this.state != State.IDLE) {
				return true;
			}
			beginWrite();
		}
		write();
		return true;
	}

	@Override
	public void close() {
		close(CloseStatus.NORMAL);
	}

	/**
	 * Closes the connection if the write in progress exceeds the send timeout.
	 * @param now the current {@link System#nanoTime()}
	 */
	void checkTimeout(long now) {
		synchronized (this.waiting) {
			if (this.state != State.WRITING || now - this.writingSince <= SEND_TIMEOUT_NANOS) {
				return;
			}
			giveUp();
			this.state = State.CLOSED;
		}
		this.writer.abort();
		this.writer.execute(this::closeNow);
	}

	/**
	 * Writes until nothing waits or a write does not complete at once. The thread that
	 * completes that one goes on.
	 */
	private void write() {
		ByteBuffer batch = next();
		while (batch != null && this.writer.write(batch, this::finish)) {
			batch = next();
		}
	}

	private void beginWrite() {
		this.state = State.WRITING;
		this.writingSince = System.nanoTime();
	}

	private void finish(boolean isWritten) {
		if (!isWritten) {
			synchronized (this.waiting) {
				giveUp();
			}
		}
		write();
	}

	private void giveUp() {
		this.waiting.clear();
		this.waitingBytes = 0;
		if (this.closing == null) {
			this.closing = CloseStatuses.TOO_SLOW;
		}
	}

	private @Nullable ByteBuffer next() {
		synchronized (this.waiting) {
			if (this.state == State.CLOSED) {
				return null;
			}
			if (!this.waiting.isEmpty()) {
				beginWrite();
				ByteBuffer batch = takeBatch();
				this.waitingBytes -= batch.remaining();
				return batch;
			}
			this.state = (this.closing != null) ? State.CLOSED : State.IDLE;
			if (this.state == State.IDLE) {
				return null;
			}
		}
		this.writer.execute(this::closeNow);
		return null;
	}

	private ByteBuffer takeBatch() {
		byte[] first = this.waiting.remove().bytes(this.isBinary);
		int length = first.length;
		for (EncodedFrames more : this.waiting) {
			if (length + more.length() > EncodedFrames.MAX_BATCH_BYTES) {
				break;
			}
			length += more.length();
		}
		if (length == first.length) {
			return ByteBuffer.wrap(first);
		}
		ByteBuffer batch = ByteBuffer.allocate(length).put(first);
		while (batch.hasRemaining()) {
			batch.put(this.waiting.remove().bytes(this.isBinary));
		}
		return batch.flip();
	}

	private void closeNow() {
		CloseStatus status = this.closing;
		Assert.state(status != null, "Not being closed");
		try {
			super.close(status);
		}
		catch (IOException ex) {
			logger.debug("Connection {} was not closed in good order", getId(), ex);
		}
	}

	private enum State {

		IDLE, WRITING, CLOSED

	}

}
