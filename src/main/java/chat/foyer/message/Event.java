package chat.foyer.message;

import java.time.Instant;
import java.util.List;

import chat.foyer.room.Username;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * One event of a room's log, as it is stored, shown and sent.
 *
 * @param seq its place in the room's order: rises by one from event to event
 * @param type the type of the event
 * @param id the {@link MessageId} of a message or a change; absent otherwise
 * @param author the username of the guest whose event it is
 * @param html the rendered text, safe to insert into a page; absent without a text
 * @param text the text of a message, or the one that an edited message has now, cleaned
 * as by {@link MessageText}; absent otherwise, and if the message was deleted
 * @param at when it was stored, to the millisecond
 * @param color the author's colour in the room, from 0 to 11
 * @param follows whether it is a message, less than five minutes after the line before
 * it, which is a message of the same seat
 * @param re the number of the message that this one replies to; absent otherwise
 * @param quote the message that this one replies to; absent otherwise
 * @param files the files of a message; absent without any, and if it was deleted
 * @param change what the event changes; absent for lines
 * @param state what later events have changed of a line. Always there for a line that is
 * read as such; for one that is read or sent as an event only where its text was changed
 * or deleted, without reactions and pins
 */
@JsonInclude(Include.NON_NULL)
public record Event(long seq, EventType type, @Nullable String id, String author, @Nullable String html,
		@Nullable String text, @JsonFormat(pattern = LineState.TIME, timezone = "UTC", locale = "en") Instant at,
		int color, boolean follows, @Nullable Long re, @Nullable Quote quote, @Nullable List<AttachedFile> files,
		@JsonUnwrapped @Nullable Change change, @JsonUnwrapped @Nullable LineState state) {

	public Event {
		files = (files != null) ? List.copyOf(files) : null;
	}

	/**
	 * Creates an event that changes nothing and that nothing has changed.
	 */
	public Event(long seq, EventType type, @Nullable String id, String author, @Nullable String html,
			@Nullable String text, Instant at, int color, boolean follows) {
		this(seq, type, id, author, html, text, at, color, follows, null, null, null, null, null);
	}

	/**
	 * The same event with other HTML, or without.
	 */
	Event withHtml(@Nullable String rendered) {
		return new Event(this.seq, this.type, this.id, this.author, rendered, this.text, this.at, this.color,
				this.follows, this.re, this.quote, this.files, this.change, this.state);
	}

	/**
	 * The same event as a reply to a message, or as none.
	 */
	Event withReply(@Nullable Long to, @Nullable Quote quoted) {
		return new Event(this.seq, this.type, this.id, this.author, this.html, this.text, this.at, this.color,
				this.follows, to, quoted, this.files, this.change, this.state);
	}

	/**
	 * The same message with files, or with none.
	 */
	Event withFiles(@Nullable List<AttachedFile> attached) {
		return new Event(this.seq, this.type, this.id, this.author, this.html, this.text, this.at, this.color,
				this.follows, this.re, this.quote, attached, this.change, this.state);
	}

	/**
	 * The same line with what has changed of it.
	 */
	Event withState(LineState changed) {
		return new Event(this.seq, this.type, this.id, this.author, this.html, this.text, this.at, this.color,
				this.follows, this.re, this.quote, this.files, this.change, changed);
	}

	/**
	 * The letter on the author's avatar: see {@link Username#initial}.
	 */
	@JsonProperty
	public String initial() {
		return new Username(this.author).initial();
	}

}
