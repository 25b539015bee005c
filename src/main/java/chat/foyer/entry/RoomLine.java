package chat.foyer.entry;

import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.MessageRenderer;
import org.jspecify.annotations.Nullable;

/**
 * An event as a line of the message box, with what stands above it.
 *
 * @param event the event
 * @param own whether it is of the reader's own seat
 * @param follows whether it is a message that belongs to the one before it
 * @param folded whether it is told by a summary only
 * @param day the day that begins here
 * @param unread whether the unread messages begin here
 * @param summary what this notice and those after it come to
 */
record RoomLine(Event event, boolean own, boolean follows, boolean folded, @Nullable String day, boolean unread,
		@Nullable String summary) {

	/**
	 * The initial of the author's badge.
	 */
	public String initial() {
		return Badge.of(this.event.author()).initial();
	}

	/**
	 * The classes by which the style sheet knows what kind of line this is.
	 */
	public String classes() {
		if (this.event.type() != EventType.MESSAGE) {
			return this.folded ? "folded" : "";
		}
		return "tint-" + Badge.of(this.event.author()).tint() + (this.own ? " own" : "")
				+ (this.follows ? " follows" : "") + (isAction() ? " does" : "");
	}

	private boolean isAction() {
		String text = this.event.text();
		return text != null && MessageRenderer.isAction(text);
	}

}
