package chat.foyer.message;

import java.text.NumberFormat;
import java.util.Locale;

/**
 * The messages of others that a guest has not read in a room.
 *
 * @param count how many messages, {@value #MOST} standing for that many or more
 * @param mentions how many of them mention the reader: see {@link Mention}
 * @param first the number of the first, 0 if there is none
 * @param lastSeq the number of the room's newest event, 0 if none
 */
public record Unread(int count, int mentions, long first, long lastSeq) {

	/**
	 * The highest number that is counted.
	 */
	static final int MOST = 1_000;

	/**
	 * No messages in a room without events.
	 */
	public static final Unread NONE = new Unread(0, 0, 0, 0);

	/**
	 * Formats a count for readers: "999", and "1,000+" where counting stopped.
	 */
	public String inShort(int number, Locale locale) {
		return NumberFormat.getInstance(locale).format(number) + ((number < MOST) ? "" : "+");
	}

}
