package chat.foyer.live.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import chat.foyer.live.connection.Connection;
import chat.foyer.message.Event;
import chat.foyer.message.RoomSummary;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

/**
 * What one connection was told of one of its guest's rooms, and what has happened there
 * since. {@link #update} is for one thread at a time, the rest is thread-safe; nothing
 * blocks on the database but {@code update}.
 */
final class RoomWatch {

	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	/**
	 * So many events are counted one by one; more are counted by the database.
	 */
	private static final int MOST_EVENTS = 1_000;

	private final Connection connection;

	private final Seat seat;

	private List<Event> events = new ArrayList<>();

	private boolean isStale = true;

	private @Nullable RoomSummary told;

	private long updatedAt;

	/**
	 * Begins to watch a room.
	 * @param now the time, in nanoseconds from any origin
	 */
	RoomWatch(Connection connection, Seat seat, long now) {
		this.connection = connection;
		this.seat = seat;
		this.updatedAt = now - PAUSE_NANOS;
	}

	Connection connection() {
		return this.connection;
	}

	Seat seat() {
		return this.seat;
	}

	/**
	 * Takes events that were appended to the room.
	 */
	synchronized void add(List<Event> appended) {
		if (this.events.size() < MOST_EVENTS) {
			this.events.addAll(appended);
		}
		else {
			invalidate();
		}
	}

	/**
	 * The counts have changed otherwise, and have to be read from the database.
	 */
	synchronized void invalidate() {
		this.isStale = true;
		this.events.clear();
	}

	/**
	 * Whether the last update is a second ago.
	 */
	boolean isDue(long now) {
		return now - this.updatedAt >= PAUSE_NANOS;
	}

	/**
	 * Counts what has happened.
	 * @param read reads the counts from the database
	 * @return what to tell the connection; empty if that has not changed
	 */
	Optional<RoomSummary> update(long now, Function<Seat, RoomSummary> read) {
		this.updatedAt = now;
		RoomSummary before = this.told;
		Optional<RoomSummary> counted = count();
		RoomSummary after = counted.isPresent() ? counted.get() : read.apply(this.seat);
		this.told = after;
		return after.equals(before) ? Optional.empty() : Optional.of(after);
	}

	private synchronized Optional<RoomSummary> count() {
		RoomSummary summary = this.isStale ? null : this.told;
		List<Event> appended = this.events;
		this.events = new ArrayList<>();
		this.isStale = false;
		return (summary != null) ? summary.after(appended, this.seat.username()) : Optional.empty();
	}

}
