package chat.foyer.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A few members say the next thing as soon as they get one back, each with some under
 * way, so that the server is never without work.
 */
final class SaturatingLoad implements Load {

	/**
	 * After so long without any return the server has lost what was said.
	 */
	private static final long LOST_AFTER = TimeUnit.SECONDS.toNanos(2);

	private final int senders;

	private final int outstanding;

	private long lastReturn;

	/**
	 * @param outstanding how many messages of each sender are under way
	 */
	SaturatingLoad(int senders, int outstanding) {
		this.senders = senders;
		this.outstanding = outstanding;
	}

	@Override
	public void send(List<Member> members, long now) {
		if (now - this.lastReturn > LOST_AFTER) {
			this.lastReturn = now;
			for (int i = 0; i < this.senders * this.outstanding; i++) {
				members.get(i % this.senders).say();
			}
		}
	}

	@Override
	public void returned(Member member) {
		this.lastReturn = Stamp.now();
		member.say();
	}

}
