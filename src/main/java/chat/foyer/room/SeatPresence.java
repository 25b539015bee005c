package chat.foyer.room;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

/**
 * How the guest in a seat is here: over which connections, looking at which of them, and
 * until when. Used under the lock of the room, except for {@link #isAway}, which any
 * thread may call.
 */
final class SeatPresence {

	private final Set<String> connections = new HashSet<>();

	private final Set<String> unwatched = new HashSet<>();

	private volatile boolean isAway;

	private boolean wasAway;

	private @Nullable ScheduledFuture<?> leaving;

	private Instant end = Instant.MIN;

	private Instant keptAt = Instant.MIN;

	private Instant keptUntil = Instant.MIN;

	private Instant polledUntil = Instant.MIN;

	private @Nullable Instant visitedAt;

	private @Nullable Instant connectedAt;

	boolean isConnected() {
		return !this.connections.isEmpty();
	}

	void connect(String connection, Instant now) {
		if (this.connections.add(connection)) {
			this.connectedAt = now;
		}
		this.visitedAt = null;
		updateAway();
	}

	/**
	 * Returns whether there was such a connection.
	 */
	boolean disconnect(String connection) {
		this.unwatched.remove(connection);
		boolean wasThere = this.connections.remove(connection);
		updateAway();
		return wasThere;
	}

	void look(String connection, boolean isLooking) {
		if (isLooking) {
			this.unwatched.remove(connection);
		}
		else if (this.connections.contains(connection)) {
			this.unwatched.add(connection);
		}
		updateAway();
	}

	/**
	 * Whether the guest looks at none of the connections. Losing the last connection does
	 * not change it.
	 */
	boolean isAway() {
		return this.isAway;
	}

	/**
	 * Whether {@link #isAway} has changed since the last call.
	 */
	boolean hasTurned() {
		boolean hasTurned = this.isAway != this.wasAway;
		this.wasAway = this.isAway;
		return hasTurned;
	}

	/**
	 * Until when the guest stays here without a connection; {@link Instant#MIN} for the
	 * usual grace.
	 */
	Instant keptUntil() {
		return this.keptUntil;
	}

	/**
	 * When {@link #keptUntil} was set.
	 */
	Instant keptAt() {
		return this.keptAt;
	}

	void keep(Instant now, Duration time) {
		this.keptAt = now;
		this.keptUntil = now.plus(time);
	}

	void endKeeping() {
		this.keptUntil = Instant.MIN;
	}

	/**
	 * Until when the guest stays here because of requests of a page without a live
	 * connection; {@link Instant#MIN} if there were none.
	 */
	Instant polledUntil() {
		return this.polledUntil;
	}

	void pollUntil(Instant moment) {
		this.polledUntil = moment;
	}

	/**
	 * When the last request came that was no poll; null if a connection came after it.
	 */
	@Nullable Instant visitedAt() {
		return this.visitedAt;
	}

	void visitAt(Instant moment) {
		this.visitedAt = moment;
	}

	/**
	 * When the last connection began; null if there was none.
	 */
	@Nullable Instant connectedAt() {
		return this.connectedAt;
	}

	/**
	 * Cancels the end that was set, if any.
	 */
	void stay() {
		this.end = Instant.MIN;
		if (this.leaving != null) {
			this.leaving.cancel(false);
			this.leaving = null;
		}
	}

	void endAt(Instant moment) {
		stay();
		this.end = moment;
	}

	void endBy(ScheduledFuture<?> timer) {
		this.leaving = timer;
	}

	boolean isToEndAt(Instant moment) {
		return moment.equals(this.end);
	}

	boolean isToEndAfter(Instant moment) {
		return this.end.isAfter(moment);
	}

	private void updateAway() {
		if (isConnected()) {
			this.isAway = this.unwatched.containsAll(this.connections);
		}
	}

}
