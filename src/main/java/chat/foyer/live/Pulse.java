package chat.foyer.live;

import java.time.Duration;
import java.util.Optional;

import chat.foyer.limit.LimitsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * The signs of life of one connection. All times are those of {@link System#nanoTime()}.
 */
final class Pulse {

	/**
	 * Stands for the last character of a heart-beat.
	 */
	static final int HEART_BEAT = -1;

	/**
	 * Beats may be late, by the network or by a browser that saves power.
	 */
	private static final int BEATS_MISSED = 2;

	private final long openedAt;

	private volatile long heardAt;

	private volatile @Nullable Long frameBegunAt;

	private volatile @Nullable Long webSocketFrameBegunAt;

	private volatile @Nullable Duration longestSilence;

	private long framesUntil;

	Pulse(long now) {
		this.openedAt = now;
		this.heardAt = now;
		this.framesUntil = now;
	}

	/**
	 * Tells that a WebSocket frame begins.
	 */
	void beginFrame(long now) {
		this.webSocketFrameBegunAt = now;
	}

	/**
	 * Tells that all of the WebSocket frame is there.
	 */
	void endFrame() {
		this.webSocketFrameBegunAt = null;
	}

	/**
	 * Tells that the other end sent something, be it a heart-beat.
	 * @param last the last character of it, 0 at the end of a frame
	 * @return whether it may send as much as that
	 */
	boolean hear(long now, int last, int framesPerSecond) {
		this.heardAt = now;
		if (last == 0) {
			this.frameBegunAt = null;
		}
		else if (last != HEART_BEAT && this.frameBegunAt == null) {
			this.frameBegunAt = now;
		}
		if (last != 0 && last != HEART_BEAT) {
			return true;
		}
		// The time that all frames until now would have taken at the rate (GCRA).
		long second = Duration.ofSeconds(1).toNanos();
		long behind = Math.max(0, this.framesUntil - now) + second / framesPerSecond;
		this.framesUntil = now + behind;
		return behind <= 10 * second;
	}

	/**
	 * Tells that the other end has sent its CONNECT.
	 * @param promisedMillis how often it will send heart-beats, 0 for never
	 */
	void connect(long promisedMillis, LimitsProperties limits) {
		Duration promised = Duration.ofMillis(Math.max(promisedMillis, limits.heartBeat().toMillis()));
		Duration untilMissed = promised.multipliedBy(BEATS_MISSED);
		this.longestSilence = (promisedMillis > 0 && untilMissed.compareTo(limits.idle()) < 0) ? untilMissed
				: limits.idle();
	}

	boolean isConnected() {
		return this.longestSilence != null;
	}

	/**
	 * Why the connection is to be closed, if it is.
	 */
	Optional<CloseStatus> overdue(long now, LimitsProperties limits) {
		Duration longest = this.longestSilence;
		if (longest == null) {
			return isOver(limits.connectWithin(), this.openedAt, now) ? Optional.of(Cuts.LATE_CONNECT)
					: Optional.empty();
		}
		if (isLate(this.frameBegunAt, now, limits) || isLate(this.webSocketFrameBegunAt, now, limits)) {
			return Optional.of(Cuts.LATE_FRAME);
		}
		return isOver(longest, this.heardAt, now) ? Optional.of(Cuts.SILENT) : Optional.empty();
	}

	private static boolean isLate(@Nullable Long begunAt, long now, LimitsProperties limits) {
		return begunAt != null && isOver(limits.frameWithin(), begunAt, now);
	}

	private static boolean isOver(Duration span, long since, long now) {
		return now - since > span.toNanos();
	}

}
