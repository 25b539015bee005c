package chat.foyer.message;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

/**
 * The heads of the rooms that this node follows: the last event of each that it has
 * published, where several nodes append to the same rooms. Each event after the head is
 * published once and in order, whether this node appended it or read it from the
 * database.
 * <p>
 * A room gets a head before its first listener reads the log, and loses it when it has no
 * listeners. The head is unknown until the number of the newest event is read; what this
 * node appends meanwhile is published as in a room without a head.
 * <p>
 * Thread-safe; does not block. Only the thread of the delivery moves heads that are
 * known.
 */
public class PublishedHeads {

	private static final Head UNKNOWN = new Head(false, 0, null, 0);

	private final ConcurrentMap<RoomKey, Head> heads = new ConcurrentHashMap<>();

	private final AppendListener listener;

	/**
	 * @param listener is told what this node appends and which rooms it has to read
	 */
	public PublishedHeads(AppendListener listener) {
		this.listener = listener;
	}

	/**
	 * Gives a room an unknown head, unless it has a head.
	 * @return whether the head is unknown
	 */
	boolean begin(RoomKey room) {
		// Atomic, because forget may be about to remove the head that is found.
		return !this.heads.compute(room, (same, head) -> (head != null) ? head : UNKNOWN).isKnown();
	}

	/**
	 * Sets heads that are unknown.
	 * @param lastSeqs the numbers of the newest events, read after {@link #begin}; none
	 * for rooms without events
	 */
	public void initialize(Collection<RoomKey> rooms, Map<RoomKey, Long> lastSeqs) {
		for (RoomKey room : rooms) {
			long lastSeq = lastSeqs.getOrDefault(room, 0L);
			Head head = this.heads.get(room);
			while (head != null && !head.isKnown() && !this.heads.replace(room, head, head.known(lastSeq))) {
				head = this.heads.get(room);
			}
			if (head != null && !head.isKnown() && head.announced() > Math.max(lastSeq, head.seq())) {
				this.listener.fellBehind(room);
			}
		}
	}

	/**
	 * Removes the heads of rooms without listeners.
	 */
	public void forget(Predicate<RoomKey> isListening) {
		for (RoomKey room : this.heads.keySet()) {
			this.heads.computeIfPresent(room, (same, head) -> isListening.test(same) ? head : null);
		}
	}

	/**
	 * Whether this node follows a room.
	 */
	public boolean isFollowed(RoomKey room) {
		return this.heads.containsKey(room);
	}

	/**
	 * The heads that are known.
	 */
	public Map<RoomKey, Head> known() {
		Map<RoomKey, Head> known = new HashMap<>();
		this.heads.forEach((room, head) -> {
			if (head.isKnown()) {
				known.put(room, head);
			}
		});
		return known;
	}

	/**
	 * The rooms whose heads are unknown.
	 */
	public List<RoomKey> unknown() {
		return this.heads.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().isKnown())
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * The head of a room; null if it is unknown or the node does not follow the room.
	 */
	public @Nullable Head find(RoomKey room) {
		Head head = this.heads.get(room);
		return (head != null && head.isKnown()) ? head : null;
	}

	/**
	 * Notes that another node announced an event of a room.
	 * @param seq the number of the event
	 * @return whether the room is behind
	 */
	public boolean announce(RoomKey room, long seq) {
		Head head = this.heads.get(room);
		while (head != null && !head.isKnown() && head.announced() < seq
				&& !this.heads.replace(room, head, head.withAnnounced(seq))) {
			head = this.heads.get(room);
		}
		return head != null && head.isKnown() && head.seq() < seq;
	}

	/**
	 * Tells the listener what this node appended.
	 */
	void appended(RoomKey room, List<Event> events) {
		this.listener.appended(room, last(events).seq());
	}

	/**
	 * Moves the head of a room over events that this node appended.
	 * @param events events of one transaction
	 * @return those to publish now: none where they were published before, or events of
	 * other nodes are missing before them
	 */
	List<Event> append(RoomKey room, List<Event> events) {
		while (true) {
			Head head = this.heads.get(room);
			if (head == null) {
				return events;
			}
			List<Event> next = head.isKnown() ? head.remaining(events) : events;
			if (next.isEmpty()) {
				return next;
			}
			if (head.isKnown() && next.get(0).seq() != head.seq() + 1) {
				this.listener.fellBehind(room);
				return List.of();
			}
			if (this.heads.replace(room, head, head.moved(last(next).seq(), last(next).at()))) {
				return next;
			}
		}
	}

	/**
	 * Moves the head of a room over events that were read from the database.
	 * @return those to publish now
	 */
	List<Event> fill(RoomKey room, Gap gap) {
		while (true) {
			Head head = find(room);
			// Where a head was set back meanwhile, there may be other events before
			// these.
			if (head == null || head.seq() < gap.after() || head.seq() >= gap.through()) {
				return List.of();
			}
			List<Event> next = head.remaining(gap.events());
			Instant at = next.isEmpty() ? null : last(next).at();
			if (this.heads.replace(room, head, head.moved(gap.through(), at))) {
				return next;
			}
		}
	}

	/**
	 * Sets the head of a room whose log went back.
	 * @param lastSeq the number of the newest event that the log has now
	 */
	void restart(RoomKey room, long lastSeq) {
		this.heads.computeIfPresent(room, (same, head) -> new Head(true, lastSeq, null, 0));
	}

	private static Event last(List<Event> events) {
		return events.get(events.size() - 1);
	}

	/**
	 * The head of a room.
	 *
	 * @param isKnown whether all events up to it were published, or were in the log
	 * before the room was followed
	 * @param seq its number; if it is unknown, that of the last event of this node that
	 * was published meanwhile
	 * @param at the time of the event with that number, if this node has published it
	 * @param announced while the head is unknown, the highest number that other nodes
	 * have announced
	 */
	public record Head(boolean isKnown, long seq, @Nullable Instant at, long announced) {

		Head known(long lastSeq) {
			return (this.seq >= lastSeq) ? new Head(true, this.seq, this.at, 0) : new Head(true, lastSeq, null, 0);
		}

		Head moved(long through, @Nullable Instant time) {
			return new Head(this.isKnown, through, time, this.announced);
		}

		Head withAnnounced(long number) {
			return new Head(false, this.seq, this.at, number);
		}

		List<Event> remaining(List<Event> events) {
			boolean isAll = events.isEmpty() || events.get(0).seq() > this.seq;
			return isAll ? events : events.stream().filter((event) -> event.seq() > this.seq).toList();
		}

	}

}
