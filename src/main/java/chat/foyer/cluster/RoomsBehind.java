package chat.foyer.cluster;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import chat.foyer.room.RoomKey;

/**
 * The rooms of which the database has events that this node has not published.
 * <p>
 * Thread-safe; only {@link #await} blocks.
 */
final class RoomsBehind {

	private Set<RoomKey> rooms = new HashSet<>();

	private boolean isLook;

	synchronized void add(RoomKey room) {
		this.rooms.add(room);
		notifyAll();
	}

	/**
	 * Asks for a look at all rooms, because any of them may be behind.
	 */
	synchronized void look() {
		this.isLook = true;
		notifyAll();
	}

	/**
	 * Waits until there is something to read, or a look at all rooms is asked for.
	 * @param deadline the {@link System#nanoTime()} at which the wait ends
	 */
	synchronized void await(long deadline) throws InterruptedException {
		long nanos = deadline - System.nanoTime();
		while (this.rooms.isEmpty() && !this.isLook && nanos > 0) {
			TimeUnit.NANOSECONDS.timedWait(this, nanos);
			nanos = deadline - System.nanoTime();
		}
	}

	/**
	 * Whether a look at all rooms was asked for since the last call.
	 */
	synchronized boolean takeLook() {
		boolean wasLook = this.isLook;
		this.isLook = false;
		return wasLook;
	}

	/**
	 * Takes the rooms, which are not behind any more once they are read.
	 */
	synchronized Set<RoomKey> take() {
		Set<RoomKey> taken = this.rooms;
		this.rooms = new HashSet<>();
		return taken;
	}

}
