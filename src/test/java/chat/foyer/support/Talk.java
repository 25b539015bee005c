package chat.foyer.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who says one thing after the other on a connection until it is cut.
 */
public final class Talk {

	private static final int UNANSWERED_AT_MOST = 8;

	private static final long LOOK_UP_EVERY_NANOS = 1_000_000;

	private final List<String> said = new ArrayList<>();

	private final Live live;

	private final String room;

	private final Thread thread = new Thread(this::talk, "talk");

	/**
	 * @param live the connection
	 * @param room where to talk
	 * @param again the ids of what was said before and is said again first
	 */
	public Talk(Live live, String room, List<String> again) {
		this.live = live;
		this.room = room;
		this.said.addAll(again);
	}

	/**
	 * Begins to talk.
	 */
	public void start() {
		this.thread.start();
	}

	/**
	 * What was confirmed until now: the numbers by the ids.
	 */
	public Map<String, Long> confirmed() {
		Map<String, Long> confirmed = new TreeMap<>();
		for (WireReply reply : this.live.replies().all()) {
			if (reply.seq() != null) {
				confirmed.put(reply.id(), reply.seq());
			}
		}
		return confirmed;
	}

	/**
	 * Waits for the connection to be cut.
	 * @return the ids of what was said, confirmed or not
	 */
	public List<String> end() {
		this.live.closedWith();
		try {
			this.thread.join(Inbox.PATIENCE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.said;
	}

	private void talk() {
		try {
			for (String id : List.copyOf(this.said)) {
				this.live.say(this.room, id, "again " + id);
			}
			while (this.live.isOpen()) {
				if (this.said.size() - this.live.replies().all().size() < UNANSWERED_AT_MOST) {
					String id = UUID.randomUUID().toString();
					this.said.add(id);
					this.live.say(this.room, id, "This is " + id);
				}
				else {
					LockSupport.parkNanos(LOOK_UP_EVERY_NANOS);
				}
			}
		}
		catch (RuntimeException ex) {
			// The connection was cut while something was said.
		}
	}

}
