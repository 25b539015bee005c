package chat.foyer.chat;

import java.time.Instant;
import java.util.List;

import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.LineState;
import chat.foyer.message.MessageRenderer;
import chat.foyer.message.Quote;
import org.jspecify.annotations.Nullable;

/**
 * An event as a line of the message box.
 *
 * @param event the event
 * @param own whether it is of the reader's own seat
 * @param time the time of the event, such as "09:30"
 * @param day the date of the event, if it is the first one of that day that is shown
 * @param follows whether it is shown as part of the message above it, without its author
 * @param hidden whether it was deleted long ago and no line shown replies to it
 * @param edited the time of the last edit, if it was edited
 * @param chips its reactions
 * @param quoteShown whether the message that it replies to is on the page
 * @param files its files, the pictures first
 */
record RoomLine(Event event, boolean own, String time, @Nullable String day, boolean follows, boolean hidden,
		@Nullable String edited, List<ReactionChip> chips, boolean quoteShown, List<LineFile> files) {

	/**
	 * A page without scripts that ends so many events after a message has it in its
	 * middle.
	 */
	static final int AFTER_QUOTED = 25;

	RoomLine {
		chips = List.copyOf(chips);
		files = List.copyOf(files);
	}

	/**
	 * The classes by which the style sheet knows what kind of line this is.
	 */
	public String classes() {
		return (this.own ? "own" : "") + (this.follows ? " follows" : "") + (isAction() ? " does" : "")
				+ (isDeleted() ? " deleted" : "") + (isPinned() ? " pinned" : "");
	}

	/**
	 * Which mould the line is made with.
	 */
	public String mould() {
		return isDeleted() ? "deleted" : this.event.type().word();
	}

	/**
	 * The number of the last change of the line; null if nothing has changed it.
	 */
	public @Nullable Long rev() {
		LineState state = this.event.state();
		return (state != null && state.rev() > this.event.seq()) ? Long.valueOf(state.rev()) : null;
	}

	/**
	 * When the message was last edited.
	 */
	public @Nullable Instant editedAt() {
		LineState state = this.event.state();
		return (state != null && !isDeleted()) ? state.editedAt() : null;
	}

	/**
	 * When the message was deleted.
	 */
	public @Nullable Instant deletedAt() {
		LineState state = this.event.state();
		return (state != null) ? state.deletedAt() : null;
	}

	/**
	 * The text as it was typed, for its author to edit.
	 */
	public @Nullable String typed() {
		return this.own ? this.event.text() : null;
	}

	/**
	 * Whether the message has several pictures, which stand side by side.
	 */
	public boolean isTiled() {
		return this.files.stream().filter((file) -> file.file().isPicture()).count() > 1;
	}

	/**
	 * Whether the line has a menu: it is a message that is still there.
	 */
	public boolean hasMenu() {
		return this.event.type() == EventType.MESSAGE && !isDeleted();
	}

	/**
	 * Where the quote leads without scripts: to the line, or to a page with it.
	 */
	public @Nullable String quoteLink() {
		Quote quote = this.event.quote();
		if (quote == null) {
			return null;
		}
		return (this.quoteShown ? "" : "?before=" + (quote.seq() + AFTER_QUOTED)) + "#m" + quote.seq();
	}

	boolean isDeleted() {
		return deletedAt() != null;
	}

	/**
	 * Whether the message is pinned.
	 */
	public boolean isPinned() {
		LineState state = this.event.state();
		return state != null && state.pinned();
	}

	private boolean isAction() {
		String text = this.event.text();
		return text != null && MessageRenderer.isAction(text);
	}

}
