package chat.foyer.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * So many messages a second, by one member after the other, whether or not the server
 * keeps up.
 */
final class SteadyLoad implements Load {

	private final long interval;

	private long due;

	private int next;

	SteadyLoad(int messagesPerSecond) {
		this.interval = TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
	}

	@Override
	public void send(List<Member> members, long now) {
		if (this.due == 0) {
			this.due = now;
		}
		while (this.due <= now) {
			Member member = members.get(this.next++ % members.size());
			if (member.isReading()) {
				member.say();
				this.due += this.interval;
			}
		}
	}

}
