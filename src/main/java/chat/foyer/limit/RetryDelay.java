package chat.foyer.limit;

import java.time.Duration;

/**
 * The answer to a request beyond a rate limit.
 *
 * @param length how long to wait before the next try
 * @param isFlood whether more requests were refused than a well-meaning client makes
 */
public record RetryDelay(Duration length, boolean isFlood) {

	/**
	 * The length in whole seconds, rounded up, as for {@code Retry-After}.
	 */
	public long seconds() {
		return Math.max(1, this.length.plusMillis(999).toSeconds());
	}

}
