package chat.foyer.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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

	private final Map<LineKey, ChangedLine> lines;

	private final Map<String, UploadedFile> files;

	private final Map<RoomKey, Set<Long>> storedPins;

	private final Map<RoomKey, Set<Long>> pins = new HashMap<>();

	private final Map<String, Event> notices = new HashMap<>();

	private final List<Row> added = new ArrayList<>();

	/**
	 * Creates a batch.
	 * @param at the time of the events, in whole milliseconds
	 * @param storedAt the same by the retention clock
	 * @param heads the logs of all rooms of the drafts
	 * @param attendances those of all seats of the drafts, by the ids of the seats
	 * @param messages the stored events of drafts that were sent before
	 * @param lines the stored lines that drafts change or reply to
	 * @param files the uploaded files of drafts, by their ids
	 * @param pins the numbers of the pinned messages of the rooms in which drafts pin
	 */
	AppendBatch(Instant at, Instant storedAt, Map<RoomKey, RoomHead> heads, Map<String, Attendance> attendances,
			Map<MessageKey, Event> messages, Map<LineKey, ChangedLine> lines, Map<String, UploadedFile> files,
			Map<RoomKey, Set<Long>> pins) {
		this.at = at;
		this.storedAt = storedAt;
		this.heads = heads;
		this.stored = attendances;
		this.attendances = new HashMap<>(attendances);
		this.messages = new HashMap<>(messages);
		this.lines = lines;
		this.files = new HashMap<>(files);
		this.storedPins = pins;
		pins.forEach((room, seqs) -> this.pins.put(room, new HashSet<>(seqs)));
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
	 * The time of the events by the retention clock.
	 */
	Instant storedAt() {
		return this.storedAt;
	}

	/**
	 * A stored line that a draft is about; null if there is none.
	 */
	@Nullable ChangedLine line(RoomKey room, long seq) {
		return this.lines.get(new LineKey(room, seq));
	}

	/**
	 * An uploaded file of a draft; null if it is not there.
	 */
	@Nullable UploadedFile file(SentFile file) {
		return this.files.get(file.id());
	}

	/**
	 * The numbers of the pinned messages of a room in which a draft pins.
	 */
	Set<Long> pins(RoomKey room) {
		return this.pins.getOrDefault(room, Set.of());
	}

	/**
	 * Adds a draft as the next event of its room, and applies its change.
	 */
	Event add(Draft draft) {
		RoomHead head = Objects.requireNonNull(this.heads.get(draft.seat().room()));
		Event event = withQuote(head.add(draft, this.at, this.storedAt), draft, head).withFiles(attach(draft));
		this.added.add(new Row(draft.seat(), event, this.storedAt));
		Change change = draft.change();
		if (change != null) {
			apply(draft, change, event);
		}
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
	 * Attaches the files of a message.
	 * @return null if it has none
	 */
	private @Nullable List<AttachedFile> attach(Draft draft) {
		List<AttachedFile> attached = new ArrayList<>();
		for (SentFile sent : draft.files()) {
			UploadedFile uploaded = Objects.requireNonNull(file(sent));
			this.files.put(sent.id(), new UploadedFile(uploaded.seat(), uploaded.file(), true));
			attached.add(uploaded.file().withAlt(sent.alt()));
		}
		return attached.isEmpty() ? null : attached;
	}

	/**
	 * Adds the quote to a reply. One to a number that was not given, or to a line that is
	 * no message, is no reply.
	 */
	private Event withQuote(Event event, Draft draft, RoomHead head) {
		Long re = draft.re();
		if (re == null) {
			return event;
		}
		ChangedLine line = line(draft.seat().room(), re);
		if (!head.hasGiven(re) || (line != null && !line.isMessage())) {
			return event.withReply(null, null);
		}
		return event.withReply(re, (line != null) ? line.quote() : Quote.purged(re));
	}

	private void apply(Draft draft, Change change, Event event) {
		RoomKey room = draft.seat().room();
		ChangedLine line = Objects.requireNonNull(line(room, change.of()));
		boolean isOn = Boolean.TRUE.equals(change.on());
		switch (draft.type()) {
			case EDIT -> line.edit(event.text(), event);
			case DELETE -> {
				line.delete(event);
				this.pins.getOrDefault(room, new HashSet<>()).remove(change.of());
			}
			case REACT -> line.react(Objects.requireNonNull(change.emoji()), draft.seat().id(), isOn, event);
			case PIN -> {
				Set<Long> pinned = Objects.requireNonNull(this.pins.get(room));
				if (isOn) {
					pinned.add(change.of());
				}
				else {
					pinned.remove(change.of());
				}
				line.change(event);
			}
			default -> throw new IllegalArgumentException("Changes nothing: " + draft.type());
		}
	}

	/**
	 * Answers a draft that changes nothing with an event of the number of the last
	 * change.
	 */
	Event unchanged(Draft draft, ChangedLine line) {
		return draft.toEvent(line.rev(), this.at, false).withHtml(null);
	}

	/**
	 * The lines that were changed, in the order of their rooms and numbers.
	 */
	List<ChangedLine> changed() {
		return this.lines.values().stream().filter(ChangedLine::hasChanged).sorted(ChangedLine.ORDER).toList();
	}

	/**
	 * The messages that were edited or deleted, with the texts that they have now.
	 */
	List<IndexedText> changedTexts() {
		return changed().stream().filter(ChangedLine::hasOtherText).map(ChangedLine::toIndexedText).toList();
	}

	/**
	 * The pins that were added.
	 */
	List<LineKey> pinned() {
		return difference(this.pins, this.storedPins);
	}

	/**
	 * The pins that were removed.
	 */
	List<LineKey> unpinned() {
		return difference(this.storedPins, this.pins);
	}

	private static List<LineKey> difference(Map<RoomKey, Set<Long>> more, Map<RoomKey, Set<Long>> less) {
		return more.entrySet()
			.stream()
			.flatMap((pins) -> pins.getValue()
				.stream()
				.filter((seq) -> !less.getOrDefault(pins.getKey(), Set.of()).contains(seq))
				.map((seq) -> new LineKey(pins.getKey(), seq)))
			.sorted(LineKey.ORDER)
			.toList();
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
		return places(this.attendances, this.stored);
	}

	/**
	 * The nodes that have lost a seat, in the order of the seats.
	 */
	List<Place> lost() {
		return places(this.stored, this.attendances);
	}

	private static List<Place> places(Map<String, Attendance> more, Map<String, Attendance> less) {
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
