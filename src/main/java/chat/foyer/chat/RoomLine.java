package chat.foyer.chat;

import chat.foyer.message.Event;
import chat.foyer.message.MessageRenderer;
import org.jspecify.annotations.Nullable;

/**
 * An event as a line of the message box.
 *
 * @param event the event
 * @param own whether it is of the reader's own seat
 * @param time the time of the event, such as "09:30"
 * @param day the date of the event, if it is the first one of that day that is shown
 */
record RoomLine(Event event, boolean own, String time, @Nullable String day) {

	/**
	 * The classes by which the style sheet knows what kind of line this is. Below a date
	 * a message shows its author even if it follows another one.
	 */
	public String classes() {
		boolean follows = this.event.follows() && this.day == null;
		return (this.own ? "own" : "") + (follows ? " follows" : "") + (isAction() ? " does" : "");
	}

	private boolean isAction() {
		String text = this.event.text();
		return text != null && MessageRenderer.isAction(text);
	}

}
