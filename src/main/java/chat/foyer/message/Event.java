package chat.foyer.message;

import java.time.Instant;

import chat.foyer.room.Username;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One event of a room's log, as it is stored, shown and sent.
 *
 * @param seq its place in the room's order: rises by one from event to event
 * @param type the type of the event
 * @param id the {@link MessageId} of a message; absent otherwise
 * @param author the username of the guest who sent the message, joined or left
 * @param html the rendered text of a message, safe to insert into a page; absent
 * otherwise
 * @param text the typed text of a message, cleaned as by {@link MessageText}; absent
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
	 * The letter on the author's avatar: see {@link Username#initial}.
	 */
	@JsonProperty
	public String initial() {
		return new Username(this.author).initial();
	}

}
