package chat.foyer.message;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The end of a room's log within one transaction, to which events are added. All get the
 * same time, except that the times of a room's events do not go back while the system's
 * clock is at most {@link RetentionClock#JUMP} behind them.
 */
final class RoomHead {

	/**
	 * A message follows the line before it if less than this lies between them.
	 */
	private static final Duration TOGETHER = Duration.ofMinutes(5);

	private final long storedSeq;

	private long lastSeq;

	private @Nullable Instant lastAt;

	private @Nullable Line lastLine;

	/**
	 * Creates the end of a log as it is stored.
	 * @param lastSeq the newest number that the room has given
	 * @param lastAt the time of the event of that number; null if there is none
	 * @param lastLine the last event that is a line; null if there is none
	 */
	RoomHead(long lastSeq, @Nullable Instant lastAt, @Nullable Line lastLine) {
		this.storedSeq = lastSeq;
		this.lastSeq = lastSeq;
		this.lastAt = lastAt;
		this.lastLine = lastLine;
	}

	long lastSeq() {
		return this.lastSeq;
	}

	/**
	 * The number of the last event that is a line, 0 if there is none.
	 */
	long lastLineSeq() {
		return (this.lastLine != null) ? this.lastLine.seq() : 0;
	}

	/**
	 * Whether the log as it is stored has given a number.
	 */
	boolean hasGiven(long seq) {
		return seq > 0 && seq <= this.storedSeq;
	}

	/**
	 * Whether events were added.
	 */
	boolean hasGrown() {
		return this.lastSeq > this.storedSeq;
	}

	/**
	 * Adds the next event.
	 * @param now the time of the event, in whole milliseconds
	 * @param storedAt the same by the retention clock
	 */
	Event add(Draft draft, Instant now, Instant storedAt) {
		boolean follows = this.lastLine != null && follows(draft, this.lastLine, storedAt);
		Instant at = (this.lastAt != null) ? notBefore(this.lastAt, now) : now;
		this.lastSeq++;
		this.lastAt = at;
		if (draft.type().isLine()) {
			this.lastLine = new Line(this.lastSeq, draft.type() == EventType.MESSAGE, draft.seat().id(), storedAt);
		}
		return draft.toEvent(this.lastSeq, at, follows);
	}

	private static boolean follows(Draft draft, Line before, Instant storedAt) {
		return draft.type() == EventType.MESSAGE && before.isMessage() && draft.seat().id().equals(before.seat())
				&& Duration.between(before.storedAt(), storedAt).compareTo(TOGETHER) < 0;
	}

	private static Instant notBefore(Instant last, Instant now) {
		boolean isOrdered = now.isBefore(last) && !now.isBefore(last.minus(RetentionClock.JUMP));
		return isOrdered ? last : now;
	}

	/**
	 * The last line of a log, as far as the next one depends on it.
	 *
	 * @param seq its number
	 * @param isMessage whether it is a message
	 * @param seat the id of the seat
	 * @param storedAt when it was stored by the retention clock
	 */
	record Line(long seq, boolean isMessage, String seat, Instant storedAt) {
	}

}
