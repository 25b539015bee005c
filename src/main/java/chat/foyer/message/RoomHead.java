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
	 * A message follows the one before it if less than this lies between them.
	 */
	private static final Duration TOGETHER = Duration.ofMinutes(5);

	private final long storedSeq;

	private long lastSeq;

	private @Nullable Last last;

	/**
	 * Creates the end of a log as it is stored.
	 * @param lastSeq the newest number that the room has given
	 * @param last the event of that number; null if there is none
	 */
	RoomHead(long lastSeq, @Nullable Last last) {
		this.storedSeq = lastSeq;
		this.lastSeq = lastSeq;
		this.last = last;
	}

	long lastSeq() {
		return this.lastSeq;
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
		Last before = this.last;
		boolean follows = before != null && follows(draft, before, storedAt);
		Instant at = (before != null) ? notBefore(before.at(), now) : now;
		this.lastSeq++;
		this.last = new Last(draft.type() == EventType.MESSAGE, draft.seat().id(), at, storedAt);
		return draft.toEvent(this.lastSeq, at, follows);
	}

	private static boolean follows(Draft draft, Last before, Instant storedAt) {
		return draft.type() == EventType.MESSAGE && before.isMessage() && draft.seat().id().equals(before.seat())
				&& Duration.between(before.storedAt(), storedAt).compareTo(TOGETHER) < 0;
	}

	private static Instant notBefore(Instant last, Instant now) {
		boolean isOrdered = now.isBefore(last) && !now.isBefore(last.minus(RetentionClock.JUMP));
		return isOrdered ? last : now;
	}

	/**
	 * The last event of a log, as far as the next one depends on it.
	 *
	 * @param seat the id of the seat
	 * @param storedAt when it was stored by the retention clock
	 */
	record Last(boolean isMessage, String seat, Instant at, Instant storedAt) {
	}

}
