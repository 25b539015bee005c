package chat.foyer.limit;

import java.time.Duration;

/**
 * Why something is not let in: it came too soon.
 *
 * @param length how long to wait before the next try
 * @param isFlood whether so much was refused already that nobody can have meant well
 */
public record RetryDelay(Duration length, boolean isFlood) {

	/**
	 * The length in whole seconds, as they stand in answers.
	 */
	public long seconds() {
		return Math.max(1, this.length.plusMillis(999).toSeconds());
	}

}
