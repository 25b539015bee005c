package chat.foyer.chat;

import java.time.Instant;
import java.util.List;

import chat.foyer.message.Unread;
import chat.foyer.room.Present;
import org.jspecify.annotations.Nullable;

/**
 * What the chat page shows of a room when it is opened; from then on the events after
 * {@link #lastSeq} keep it true.
 *
 * @param lines some neighbouring events, in order
 * @param older whether there are events before them
 * @param since the first number that an event of the reader's seat can have
 * @param lastSeq the number of the last event that the lines tell of, whether it is a
 * line or changed one; 0 if there is none
 * @param lastAt when that event was stored; null if it is not known
 * @param unread what others said since the reader was last here
 * @param people those who are here, the reader among them, sorted by name
 * @param next the number of the first line after them; absent if there is none
 */
record RoomPage(List<RoomLine> lines, boolean older, long since, long lastSeq, @Nullable Instant lastAt, Unread unread,
		List<Present> people, @Nullable Long next) {

	private static final int SOME = 25;

	private static final int MANY = 2 * SOME;

	/**
	 * The number of the first event shown, 0 if there is none.
	 */
	public long firstSeq() {
		return this.lines.isEmpty() ? 0 : this.lines.get(0).event().seq();
	}

	/**
	 * Whether one of them has files.
	 */
	public boolean hasFiles() {
		return this.lines.stream().anyMatch((line) -> !line.files().isEmpty());
	}

	/**
	 * Whether a line of a number is among them.
	 */
	boolean shows(long seq) {
		return this.lines.stream().anyMatch((line) -> line.event().seq() == seq);
	}

	/**
	 * The number of the event in the middle, 0 if there is none.
	 */
	public long middleSeq() {
		return this.lines.isEmpty() ? 0 : this.lines.get(this.lines.size() / 2).event().seq();
	}

	/**
	 * Whether there are lines after those shown.
	 */
	public boolean past() {
		return this.next != null;
	}

	/**
	 * The query and fragment of the page that begins with the lines next after these. As
	 * lines have rising numbers, a page that ends so far on leaves none of them out.
	 */
	public String newerQuery() {
		if (this.next == null) {
			return "";
		}
		return "?before=" + (this.next + MANY) + "#m" + this.next;
	}

	/**
	 * Whether the first unread message is among those shown.
	 */
	public boolean showsUnread() {
		return this.unread.first() >= firstSeq() && (this.next == null || this.unread.first() < this.next);
	}

	/**
	 * Before which number a page ends that has the first unread message in its middle.
	 */
	public long beforeUnread() {
		return this.unread.first() + SOME;
	}

}
