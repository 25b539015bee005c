package chat.foyer.live.connection;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

import chat.foyer.limit.LimitsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * When a connection last sent something, and how much, by which it is found to be late,
 * silent or too fast. All times are those of {@link System#nanoTime()}.
 *
 * <p>
 * Written by the thread that reads from the connection, except for the pings of the
 * server; {@link #overdue} and {@link #isConnected} may be called by any thread.
 */
public final class ConnectionLiveness {

	/**
	 * A part of a message in which no frame ends costs a sixteenth of a frame: a frame of
	 * 16 KiB arrives in some 32 parts, and one that is cut into single bytes is expensive
	 * to decode.
	 */
	private static final int PARTS_PER_FRAME = 16;

	/**
	 * Heart-beats are delayed by the network, and by browsers that save power.
	 */
	private static final int BEATS_MISSED = 2;

	/**
	 * A client has a third of the longest silence to answer a ping.
	 */
	private static final int PARTS_OF_SILENCE = 3;

	private final long openedAt;

	private final FrameRateLimiter rate;

	private volatile long heardAt;

	private volatile long pingedAt;

	private long messageBytes;

	private @Nullable Listener listener;

	private volatile @Nullable Long frameBegunAt;

	private volatile @Nullable Long webSocketFrameBegunAt;

	private volatile @Nullable Duration longestSilence;

	/**
	 * Creates the liveness of a connection that opens now.
	 * @param framesPerSecond how many frames the connection may send in the long run; ten
	 * times as many at once
	 */
	public ConnectionLiveness(long now, int framesPerSecond) {
		this.openedAt = now;
		this.rate = new FrameRateLimiter(now, (long) framesPerSecond * PARTS_PER_FRAME);
		this.heardAt = now;
		this.pingedAt = now;
	}

	/**
	 * Sets the listener. Called before the connection is read from.
	 */
	public void listen(Listener listener) {
		this.listener = listener;
	}

	/**
	 * Records how long a frame of a message is.
	 * @param isFirst whether the message begins with it
	 */
	void announce(long bytes, boolean isFirst) {
		long before = isFirst ? 0 : this.messageBytes;
		this.messageBytes = (bytes < Long.MAX_VALUE - before) ? before + bytes : Long.MAX_VALUE;
		if (this.listener != null) {
			this.listener.messageAnnounced(this.messageBytes);
		}
	}

	/**
	 * Passes on the answer to a ping.
	 * @return whether there is a listener for it
	 */
	boolean answerPing(ByteBuffer payload) {
		if (this.listener != null) {
			this.listener.pingReceived(payload);
		}
		return this.listener != null;
	}

	/**
	 * Records that a WebSocket frame begins.
	 */
	void beginFrame(long now) {
		this.webSocketFrameBegunAt = now;
	}

	/**
	 * Records that the WebSocket frame has been read to its end.
	 */
	void endFrame() {
		this.webSocketFrameBegunAt = null;
	}

	/**
	 * Records a part of a message.
	 * @param frames how many STOMP frames and heart-beats end in it
	 * @param isInFrame whether another STOMP frame has begun and not ended
	 * @return whether the connection keeps to its rate
	 */
	public boolean hear(long now, int frames, boolean isInFrame) {
		this.heardAt = now;
		if (!isInFrame) {
			this.frameBegunAt = null;
		}
		else if (frames > 0 || this.frameBegunAt == null) {
			this.frameBegunAt = now;
		}
		return this.rate.consume(now, (frames > 0) ? frames * (long) PARTS_PER_FRAME : 1);
	}

	/**
	 * Records a pong, which may come unasked and among the parts of a message (RFC 6455,
	 * 5.5.3). It costs as much as a frame.
	 * @return whether the connection keeps to its rate
	 */
	public boolean hearPong(long now) {
		this.heardAt = now;
		return this.rate.consume(now, PARTS_PER_FRAME);
	}

	/**
	 * Records the beginning of a ping. It is a sign of life, and costs as much as a
	 * frame; {@link #overdue} tells when there are too many.
	 */
	void hearPing(long now) {
		this.heardAt = now;
		this.rate.consume(now, PARTS_PER_FRAME);
	}

	/**
	 * Records the CONNECT frame.
	 * @param promisedMillis how often the client sends heart-beats, 0 for never
	 */
	public void connect(long promisedMillis, LimitsProperties limits) {
		Duration promised = Duration.ofMillis(Math.max(promisedMillis, limits.heartBeat().toMillis()));
		Duration untilMissed = promised.multipliedBy(BEATS_MISSED);
		this.longestSilence = (promisedMillis > 0 && untilMissed.compareTo(limits.idle()) < 0) ? untilMissed
				: limits.idle();
	}

	public boolean isConnected() {
		return this.longestSilence != null;
	}

	/**
	 * Whether to send a ping: the client has been silent for two thirds of the time that
	 * it may be, and has not been sent one since.
	 */
	boolean isPingDue(long now) {
		Duration longest = this.longestSilence;
		return longest != null && !isPinged()
				&& isOver(longest.multipliedBy(PARTS_OF_SILENCE - 1).dividedBy(PARTS_OF_SILENCE), this.heardAt, now);
	}

	/**
	 * Records that a ping is sent.
	 */
	void ping(long now) {
		this.pingedAt = now;
	}

	/**
	 * Returns the status with which to close the connection, empty if it may stay open. A
	 * connection is silent if nothing has come from it since a ping that was due, not
	 * even the pong.
	 */
	public Optional<CloseStatus> overdue(long now, LimitsProperties limits) {
		if (this.rate.isExceeded()) {
			return Optional.of(CloseStatuses.RATE_LIMITED);
		}
		Duration longest = this.longestSilence;
		if (longest == null) {
			return isOver(limits.connectWithin(), this.openedAt, now) ? Optional.of(CloseStatuses.LATE_CONNECT)
					: Optional.empty();
		}
		if (isLate(this.frameBegunAt, now, limits) || isLate(this.webSocketFrameBegunAt, now, limits)) {
			return Optional.of(CloseStatuses.LATE_FRAME);
		}
		return (isPinged() && isOver(longest.dividedBy(PARTS_OF_SILENCE), this.pingedAt, now))
				? Optional.of(CloseStatuses.SILENT) : Optional.empty();
	}

	private boolean isPinged() {
		return this.pingedAt - this.heardAt > 0;
	}

	private static boolean isLate(@Nullable Long begunAt, long now, LimitsProperties limits) {
		return begunAt != null && isOver(limits.frameWithin(), begunAt, now);
	}

	private static boolean isOver(Duration span, long since, long now) {
		return now - since > span.toNanos();
	}

	/**
	 * Hears of frames that the web server does not report. Called on the thread that
	 * reads from the connection; must not block.
	 */
	public interface Listener {

		/**
		 * The head of a frame has been read.
		 * @param bytes the length of the message with this frame
		 */
		void messageAnnounced(long bytes);

		/**
		 * A ping has to be answered.
		 * @param payload that of the ping, to be read before this method returns
		 */
		void pingReceived(ByteBuffer payload);

	}

}
