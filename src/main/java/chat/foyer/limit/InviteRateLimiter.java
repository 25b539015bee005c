package chat.foyer.limit;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How often an address may learn how many people are in rooms where it has no seat: 30
 * times a minute, so that a program cannot watch rooms or search for them.
 */
@Component
public class InviteRateLimiter {

	private static final int LOOKS = 30;

	private final KeyedRateLimiter paces;

	@Autowired
	InviteRateLimiter() {
		this(Ticker.systemTicker());
	}

	InviteRateLimiter(Ticker ticker) {
		this.paces = new KeyedRateLimiter(LOOKS, LOOKS, Duration.ofMinutes(1), Integer.MAX_VALUE, ticker);
	}

	/**
	 * Asks for one more look.
	 */
	public boolean mayLook(ClientAddress address) {
		return this.paces.next(address.value()).isEmpty();
	}

}
