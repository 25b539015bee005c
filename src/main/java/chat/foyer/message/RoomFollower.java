package chat.foyer.message;

import java.util.Collection;
import java.util.List;

import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Makes this node publish what other nodes append to a room. Does nothing where this is
 * the only node.
 * <p>
 * Thread-safe; calls block on the database for one query, unless the node follows the
 * room already.
 */
@Component
public class RoomFollower {

	private final Events events;

	private final @Nullable PublishedHeads heads;

	RoomFollower(Events events, @Nullable PublishedHeads heads) {
		this.events = events;
		this.heads = heads;
	}

	/**
	 * Publishes from now on all events that the log does not have yet. Called after a
	 * listener of the room was {@linkplain RoomListeners added}, which ends the following
	 * when it is removed, and before the listener reads what the log has: so there are no
	 * events between.
	 */
	public void follow(RoomKey room) {
		follow(List.of(room));
	}

	/**
	 * Does the same for several rooms by one query.
	 * @see #follow(RoomKey)
	 */
	public void follow(Collection<RoomKey> rooms) {
		if (this.heads != null) {
			List<RoomKey> unknown = rooms.stream().filter(this.heads::begin).toList();
			if (!unknown.isEmpty()) {
				this.heads.initialize(unknown, this.events.lastSeqs(unknown));
			}
		}
	}

}
