package chat.foyer.live;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;

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
 * All that waits to be written to one connection. Nothing that is put in ever waits for
 * the reader at the other end: one write is under way at a time, and what has come
 * meanwhile leaves together in the next one. A reader who lets too much pile up, or one
 * write stand still for too long, is cut off.
 */
final class Outbox extends WebSocketSessionDecorator {

	private static final Logger logger = LoggerFactory.getLogger(Outbox.class);

	private static final int MOST_WAITING_BYTES = 128 * 1024;

	/**
	 * Asks the other end to come back (RFC 6455, 7.4.1 and the IANA registry).
	 */
	private static final CloseStatus TOO_SLOW = CloseStatus.SERVICE_OVERLOAD;

	private final AsyncWriter writer;

	private final Queue<byte[]> waiting = new ArrayDeque<>();

	private int waitingBytes;

	private boolean isWriting;

	private @Nullable CloseStatus closing;

	Outbox(WebSocketSession session) {
		super(session);
		this.writer = new AsyncWriter(session);
	}

	/**
	 * From now on writes binary messages.
	 */
	void writeBinary() {
		this.writer.writeBinary();
	}

	@Override
	public void sendMessage(WebSocketMessage<?> message) {
		Assert.isInstanceOf(TextMessage.class, message);
		send(((TextMessage) message).asBytes());
	}

	/**
	 * Puts frames behind those that wait. Returns at once; frames for a connection that
	 * is closed or being cut off are dropped.
	 */
	void send(byte[] frames) {
		synchronized (this.waiting) {
			if (this.closing != null) {
				return;
			}
			this.waiting.add(frames);
			this.waitingBytes += frames.length;
			if (this.waitingBytes > MOST_WAITING_BYTES) {
				logger.info("Connection {} is cut off: it reads too slowly", getId());
				this.waiting.clear();
				this.closing = TOO_SLOW;
			}
			if (this.isWriting) {
				return;
			}
			this.isWriting = true;
		}
		write();
	}

	int waitingBytes() {
		synchronized (this.waiting) {
			return this.waitingBytes;
		}
	}

	/**
	 * Leaves the web server's buffer as small as it is, for messages are read in parts;
	 * Spring asks for room for whole ones.
	 */
	@Override
	public void setTextMessageSizeLimit(int limit) {
		// Nothing to be done.
	}

	/**
	 * Closes the connection behind what waits.
	 */
	@Override
	public void close(CloseStatus status) {
		synchronized (this.waiting) {
			if (this.closing == null) {
				this.closing = status;
			}
			if (this.isWriting) {
				return;
			}
			this.isWriting = true;
		}
		write();
	}

	@Override
	public void close() {
		close(CloseStatus.NORMAL);
	}

	/**
	 * Writes until nothing waits or a write takes its time; whoever ends that write then
	 * goes on. So writes that are done at once make the loop go round, not deeper.
	 */
	private void write() {
		for (byte[] frames = next(); frames != null; frames = next()) {
			AtomicBoolean isSecond = new AtomicBoolean();
			this.writer.write(frames, (isWritten) -> {
				if (!isWritten) {
					giveUp();
				}
				if (isSecond.getAndSet(true)) {
					write();
				}
			});
			if (!isSecond.getAndSet(true)) {
				return;
			}
		}
	}

	private void giveUp() {
		synchronized (this.waiting) {
			this.waiting.clear();
			if (this.closing == null) {
				this.closing = TOO_SLOW;
			}
		}
	}

	private byte @Nullable [] next() {
		CloseStatus status;
		synchronized (this.waiting) {
			if (!this.waiting.isEmpty()) {
				byte[] together = Together.take(this.waiting);
				this.waitingBytes -= together.length;
				return together;
			}
			status = this.closing;
			// Nobody writes any more once the connection is being closed.
			this.isWriting = (status != null);
		}
		if (status != null) {
			closeNow(status);
		}
		return null;
	}

	private void closeNow(CloseStatus status) {
		try {
			super.close(status);
		}
		catch (IOException ex) {
			logger.debug("Connection {} was not closed in good order", getId(), ex);
		}
	}

}
