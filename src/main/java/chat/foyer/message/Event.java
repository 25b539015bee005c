package chat.foyer.message;

import java.time.Instant;

import chat.foyer.room.Username;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One line of a room's log, as it is stored, shown and sent.
 *
 * @param seq its place in the room's order: rises by one from event to event
 * @param type what it tells
 * @param id of a message: what its sender calls it; absent otherwise
 * @param author the username of who said it, came or went
 * @param html of a message: what was said, safe to insert into a page; absent otherwise
 * @param text of a message: what was typed, cleaned as by {@link MessageText}; absent
 * otherwise
 * @param at when it was stored, to the millisecond
 * @param color the author's colour in the room, from 0 to 11
 * @param follows whether it is a message, less than five minutes after the event before
 * it in the log, which is a message of the same seat
 */
@JsonInclude(Include.NON_NULL)
public record Event(long seq, EventType type, @Nullable String id, String author, @Nullable String html,
		@Nullable String text,
		@JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSX", timezone = "UTC", locale = "en") Instant at, int color,
		boolean follows) {

	/**
	 * The same event with other HTML, or without.
	 */
	Event withHtml(@Nullable String rendered) {
		return new Event(this.seq, this.type, this.id, this.author, rendered, this.text, this.at, this.color,
				this.follows);
	}

	/**
	 * The letter that stands for the author: see {@link Username#initial}.
	 */
	@JsonProperty
	public String initial() {
		return new Username(this.author).initial();
	}

}
