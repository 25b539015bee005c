package chat.foyer.message;

import java.text.NumberFormat;
import java.util.Locale;

/**
 * What others said in a room since somebody read there.
 *
 * @param count how many messages, {@value #MOST} standing for that many or more
 * @param mentions how many of them call the reader: see {@link Mention}
 * @param first the number of the first, 0 if there is none
 */
public record Unread(int count, int mentions, long first) {

	/**
	 * More than these are not counted.
	 */
	static final int MOST = 1_000;

	/**
	 * Nothing.
	 */
	public static final Unread NONE = new Unread(0, 0, 0);

	/**
	 * A count as readers see it: "999", and "1,000+" for what is not counted exactly.
	 */
	public String inShort(int number, Locale locale) {
		return NumberFormat.getInstance(locale).format(number) + ((number < MOST) ? "" : "+");
	}

}
