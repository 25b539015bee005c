package chat.foyer.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A few members say the next thing as soon as they get one back, each with some under
 * way, so that the server is never without work.
 */
final class SaturatingLoad implements Load {

	private static final int SENDERS = 10;

	private static final int OUTSTANDING = 4;

	/**
	 * After so long without any return the server has lost what was said.
	 */
	private static final long LOST_AFTER = TimeUnit.SECONDS.toNanos(2);

	private long lastReturn;

	@Override
	public void send(List<Member> members, long now) {
		if (now - this.lastReturn > LOST_AFTER) {
			this.lastReturn = now;
			for (int i = 0; i < SENDERS * OUTSTANDING; i++) {
				members.get(i % SENDERS).say();
			}
		}
	}

	@Override
	public void returned(Member member) {
		this.lastReturn = Stamp.now();
		member.say();
	}

}
