package chat.foyer.live.connection;

import java.time.Duration;
import java.util.Optional;

import chat.foyer.limit.LimitsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * When a connection last sent something, by which it is found to be late or silent. All
 * times are those of {@link System#nanoTime()}.
 *
 * <p>
 * Written by the thread that reads from the connection; {@link #overdue} and
 * {@link #isConnected} may be called by any thread.
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

	private final long openedAt;

	private final FrameRateLimiter rate;

	private volatile long heardAt;

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
	 * Records a ping, which the web server answers by itself. It costs as much as a
	 * frame; {@link #overdue} tells when there are too many.
	 */
	void hearPing(long now) {
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
	 * Returns the status with which to close the connection, empty if it may stay open.
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
		return isOver(longest, this.heardAt, now) ? Optional.of(CloseStatuses.SILENT) : Optional.empty();
	}

	private static boolean isLate(@Nullable Long begunAt, long now, LimitsProperties limits) {
		return begunAt != null && isOver(limits.frameWithin(), begunAt, now);
	}

	private static boolean isOver(Duration span, long since, long now) {
		return now - since > span.toNanos();
	}

}
