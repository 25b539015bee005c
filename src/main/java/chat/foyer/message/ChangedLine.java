package chat.foyer.message;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

/**
 * A stored line that drafts change or reply to, and what they change of it. Lives in
 * memory, for the time of one transaction.
 */
final class ChangedLine {

	static final Comparator<ChangedLine> ORDER = Comparator.comparing(ChangedLine::key, LineKey.ORDER);

	private final LineKey key;

	private final EventType type;

	private final String seat;

	private final String author;

	private final Instant storedAt;

	private final @Nullable List<AttachedFile> files;

	private @Nullable String text;

	private @Nullable Instant editedAt;

	private @Nullable Instant deletedAt;

	private @Nullable Long rev;

	private boolean hasChanged;

	private boolean hasOtherText;

	private final Map<String, Integer> counts = new HashMap<>();

	private final Map<Reactor, Long> stored = new HashMap<>();

	private final Map<Reactor, Long> reactions = new HashMap<>();

	private final Map<String, String> usernames = new HashMap<>();

	/**
	 * Creates a line as it is stored, without its reactions.
	 * @param seat the id of the author's seat
	 * @param storedAt when it was stored by the retention clock
	 * @param rev the number of the last event that changed it; null if there is none
	 */
	ChangedLine(LineKey key, EventType type, String seat, String author, Instant storedAt,
			@Nullable List<AttachedFile> files, @Nullable String text, @Nullable Instant editedAt,
			@Nullable Instant deletedAt, @Nullable Long rev) {
		this.key = key;
		this.type = type;
		this.seat = seat;
		this.author = author;
		this.storedAt = storedAt;
		this.files = files;
		this.text = text;
		this.editedAt = editedAt;
		this.deletedAt = deletedAt;
		this.rev = rev;
	}

	/**
	 * Adds stored reactions.
	 * @param id the id of a seat that changes its reactions
	 * @param own the number of the event of that seat's reaction with the emoji; null if
	 * it has none
	 * @param count how many reactions there are with the emoji
	 */
	void load(String emoji, String id, @Nullable Long own, int count) {
		this.counts.put(emoji, count);
		if (own != null) {
			this.stored.put(new Reactor(emoji, id), own);
			this.reactions.put(new Reactor(emoji, id), own);
		}
	}

	LineKey key() {
		return this.key;
	}

	RoomKey room() {
		return this.key.room();
	}

	long seq() {
		return this.key.seq();
	}

	Instant storedAt() {
		return this.storedAt;
	}

	@Nullable String text() {
		return this.text;
	}

	boolean hasFiles() {
		return this.files != null;
	}

	@Nullable Instant editedAt() {
		return this.editedAt;
	}

	@Nullable Instant deletedAt() {
		return this.deletedAt;
	}

	/**
	 * The number of the last event that changed it, its own if there is none.
	 */
	long rev() {
		return (this.rev != null) ? this.rev : seq();
	}

	boolean isMessage() {
		return this.type == EventType.MESSAGE;
	}

	boolean isOf(String id) {
		return this.seat.equals(id);
	}

	boolean isDeleted() {
		return this.deletedAt != null;
	}

	/**
	 * Whether something was changed.
	 */
	boolean hasChanged() {
		return this.hasChanged;
	}

	/**
	 * Whether the text was changed or deleted.
	 */
	boolean hasOtherText() {
		return this.hasOtherText;
	}

	/**
	 * The message as the index needs it.
	 */
	IndexedText toIndexedText() {
		return IndexedText.of(this.key, this.author, this.text, this.files);
	}

	/**
	 * How many different emoji its reactions have.
	 */
	int emojis() {
		return this.counts.size();
	}

	boolean hasEmoji(String emoji) {
		return this.counts.containsKey(emoji);
	}

	/**
	 * How many reactions a seat has to it.
	 */
	long reactionsOf(String id) {
		return this.reactions.keySet().stream().filter((reactor) -> reactor.seat().equals(id)).count();
	}

	/**
	 * The number of the event of a seat's reaction; null if it has none.
	 */
	@Nullable Long reaction(String emoji, String id) {
		return this.reactions.get(new Reactor(emoji, id));
	}

	void edit(@Nullable String now, Event event) {
		this.text = now;
		this.hasOtherText = true;
		this.editedAt = event.at();
		change(event);
	}

	void delete(Event event) {
		this.text = null;
		this.hasOtherText = true;
		this.deletedAt = event.at();
		this.counts.clear();
		this.reactions.clear();
		change(event);
	}

	void react(String emoji, String id, boolean isOn, Event event) {
		Reactor reactor = new Reactor(emoji, id);
		if (isOn) {
			this.reactions.put(reactor, event.seq());
			this.usernames.put(id, event.author());
			this.counts.merge(emoji, 1, Integer::sum);
		}
		else {
			this.reactions.remove(reactor);
			this.counts.computeIfPresent(emoji, (same, count) -> (count > 1) ? count - 1 : null);
		}
		change(event);
	}

	/**
	 * Notes that an event changed the line.
	 */
	void change(Event event) {
		this.rev = event.seq();
		this.hasChanged = true;
	}

	/**
	 * Quotes the line as it is now.
	 */
	Quote quote() {
		return Quote.of(seq(), this.author, this.text, this.files);
	}

	/**
	 * The stored reactions that are no longer there. Those of a deleted message are all
	 * removed, so none is named.
	 */
	List<ReactionRow> removed() {
		return isDeleted() ? List.of() : difference(this.stored, this.reactions);
	}

	/**
	 * The reactions that are not stored yet.
	 */
	List<ReactionRow> added() {
		return difference(this.reactions, this.stored);
	}

	private List<ReactionRow> difference(Map<Reactor, Long> more, Map<Reactor, Long> less) {
		return more.entrySet()
			.stream()
			.filter((reaction) -> !reaction.getValue().equals(less.get(reaction.getKey())))
			.map((reaction) -> new ReactionRow(this.key, reaction.getKey().emoji(), reaction.getKey().seat(),
					this.usernames.getOrDefault(reaction.getKey().seat(), ""), reaction.getValue()))
			.toList();
	}

	/**
	 * A reaction.
	 *
	 * @param seat the id of the seat
	 * @param author the username of the seat; empty for one that was stored before
	 * @param seq the number of the event
	 */
	record ReactionRow(LineKey line, String emoji, String seat, String author, long seq) {
	}

	/**
	 * A seat and an emoji that it reacts with.
	 *
	 * @param seat the id of the seat
	 */
	private record Reactor(String emoji, String seat) {
	}

}
