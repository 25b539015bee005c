package chat.foyer.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Collects rings into one until it is sent. More than {@value #MAX_ENTRIES} entries,
 * which one notification cannot carry, become {@link Ring#LOOK}.
 * <p>
 * Thread-safe.
 */
final class PendingRing {

	static final int MAX_ENTRIES = 1_000;

	private Map<String, Long> heads = new HashMap<>();

	private Map<String, Set<String>> typing = new HashMap<>();

	private Map<String, Map<String, Boolean>> away = new HashMap<>();

	private Map<String, Set<String>> guests = new HashMap<>();

	private Set<String> ended = new HashSet<>();

	private boolean isLook;

	private int entries;

	synchronized void add(Ring ring) {
		if (this.isLook) {
			return;
		}
		ring.heads().forEach((room, seq) -> {
			count(!this.heads.containsKey(room));
			this.heads.merge(room, seq, Math::max);
		});
		addAll(ring.typing(), this.typing);
		addAll(ring.guests(), this.guests);
		ring.away()
			.forEach((room, guests) -> guests.forEach((guest, isAway) -> count(
					this.away.computeIfAbsent(room, (key) -> new HashMap<>()).put(guest, isAway) == null)));
		ring.ended().forEach((session) -> count(this.ended.add(session)));
		if (ring.look() || this.entries > MAX_ENTRIES) {
			clear();
			this.isLook = true;
		}
		notifyAll();
	}

	private void addAll(Map<String, Set<String>> some, Map<String, Set<String>> all) {
		some.forEach((room, names) -> names
			.forEach((name) -> count(all.computeIfAbsent(room, (key) -> new HashSet<>()).add(name))));
	}

	private void count(boolean isNew) {
		if (isNew) {
			this.entries++;
		}
	}

	/**
	 * Waits for something to send, and takes it.
	 */
	synchronized Ring take() throws InterruptedException {
		while (isEmpty()) {
			wait();
		}
		return poll();
	}

	/**
	 * Takes what there is to send, possibly nothing.
	 */
	synchronized Ring poll() {
		Ring ring = this.isLook ? Ring.LOOK
				: new Ring(false, this.heads, this.typing, this.away, this.guests, this.ended);
		clear();
		this.isLook = false;
		return ring;
	}

	synchronized boolean isEmpty() {
		return !this.isLook && this.heads.isEmpty() && this.typing.isEmpty() && this.away.isEmpty()
				&& this.guests.isEmpty() && this.ended.isEmpty();
	}

	private void clear() {
		this.entries = 0;
		this.heads = new HashMap<>();
		this.typing = new HashMap<>();
		this.away = new HashMap<>();
		this.guests = new HashMap<>();
		this.ended = new HashSet<>();
	}

}
