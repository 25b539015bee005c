package chat.foyer.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of the rooms, seats and messages of some drafts, and what changes. Lives
 * in memory, for the time of one transaction.
 */
final class AppendBatch {

	private final Instant at;

	private final Instant storedAt;

	private final Map<RoomKey, RoomHead> heads;

	private final Map<String, Attendance> stored;

	private final Map<String, Attendance> attendances;

	private final Map<MessageKey, Event> messages;

	private final Map<String, Event> notices = new HashMap<>();

	private final List<Row> added = new ArrayList<>();

	/**
	 * Creates a batch.
	 * @param at the time of the events, in whole milliseconds
	 * @param storedAt the same by the retention clock
	 * @param heads the logs of all rooms of the drafts
	 * @param attendances those of all seats of the drafts, by the ids of the seats
	 * @param messages the stored events of drafts that were sent before
	 */
	AppendBatch(Instant at, Instant storedAt, Map<RoomKey, RoomHead> heads, Map<String, Attendance> attendances,
			Map<MessageKey, Event> messages) {
		this.at = at;
		this.storedAt = storedAt;
		this.heads = heads;
		this.stored = attendances;
		this.attendances = new HashMap<>(attendances);
		this.messages = new HashMap<>(messages);
	}

	/**
	 * The event that a message has become; null if there is none.
	 */
	@Nullable Event find(MessageKey message) {
		return this.messages.get(message);
	}

	/**
	 * The newest join or leave of a seat that was added; null if there is none.
	 */
	@Nullable Event findNotice(Seat seat) {
		return this.notices.get(seat.id());
	}

	Attendance attendance(Seat seat) {
		return Objects.requireNonNull(this.attendances.get(seat.id()));
	}

	void put(Attendance attendance) {
		this.attendances.put(attendance.seat().id(), attendance);
	}

	/**
	 * Adds a draft as the next event of its room.
	 */
	Event add(Draft draft) {
		Event event = Objects.requireNonNull(this.heads.get(draft.seat().room())).add(draft, this.at, this.storedAt);
		this.added.add(new Row(draft.seat(), event, this.storedAt));
		MessageKey key = draft.key();
		if (key != null) {
			this.messages.put(key, event.withHtml(null));
		}
		else {
			this.notices.put(draft.seat().id(), event);
		}
		return event;
	}

	/**
	 * The events that were added.
	 */
	List<Row> added() {
		return this.added;
	}

	/**
	 * The new ends of the logs that events were added to, in the order of the rooms.
	 */
	List<Map.Entry<RoomKey, RoomHead>> grown() {
		return this.heads.entrySet()
			.stream()
			.filter((head) -> head.getValue().hasGrown())
			.sorted(Comparator.comparing((head) -> head.getKey().value()))
			.toList();
	}

	/**
	 * The nodes that have got a seat, in the order of the seats.
	 */
	List<Place> gained() {
		return difference(this.attendances, this.stored);
	}

	/**
	 * The nodes that have lost a seat, in the order of the seats.
	 */
	List<Place> lost() {
		return difference(this.stored, this.attendances);
	}

	private static List<Place> difference(Map<String, Attendance> more, Map<String, Attendance> less) {
		return more.values()
			.stream()
			.flatMap((attendance) -> attendance.nodes()
				.stream()
				.filter((node) -> !Objects.requireNonNull(less.get(attendance.seat().id())).nodes().contains(node))
				.map((node) -> new Place(attendance.seat(), node)))
			.sorted(Place.ORDER)
			.toList();
	}

	/**
	 * An event that was added.
	 */
	record Row(Seat seat, Event event, Instant storedAt) {
	}

	/**
	 * A seat on a node.
	 */
	record Place(Seat seat, String node) {

		static final Comparator<Place> ORDER = Comparator.comparing((Place place) -> place.seat().room().value())
			.thenComparing((place) -> place.seat().id())
			.thenComparing(Place::node);

	}

}
