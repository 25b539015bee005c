package chat.foyer.entry;

import chat.foyer.message.Event;
import chat.foyer.message.MessageRenderer;
import org.jspecify.annotations.Nullable;

/**
 * An event as a line of the message box.
 *
 * @param event the event
 * @param own whether it is of the reader's own seat
 * @param day the date of the event, if it is the first one of that day that is shown
 */
record RoomLine(Event event, boolean own, @Nullable String day) {

	/**
	 * The classes by which the style sheet knows what kind of line this is.
	 */
	public String classes() {
		return (this.own ? "own" : "") + (this.event.follows() ? " follows" : "") + (isAction() ? " does" : "");
	}

	private boolean isAction() {
		String text = this.event.text();
		return text != null && MessageRenderer.isAction(text);
	}

}
