package chat.foyer.live.broker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.connection.Connection;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Sends heart-beats to the connections that asked for them (STOMP 1.2, "Heart-beating"),
 * unless other frames are sent to them. Thread-safe; does not block.
 */
@Component
class Heartbeats {

	private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

	/**
	 * A heart-beat is sent two checks early: one because the next check would be too
	 * late, one for its way through the network.
	 */
	private static final long EARLY_NANOS = 2 * CHECK_INTERVAL.toNanos();

	private static final byte[] HEARTBEAT = { '\n' };

	private final Map<String, Recipient> recipients = new ConcurrentHashMap<>();

	private final LimitsProperties limits;

	private final LongSupplier nanos;

	private long checkedAt;

	@Autowired
	Heartbeats(LimitsProperties limits, @Qualifier("wireScheduler") TaskScheduler scheduler) {
		this(limits, System::nanoTime);
		scheduler.scheduleAtFixedRate(this::send, CHECK_INTERVAL);
	}

	Heartbeats(LimitsProperties limits, LongSupplier nanos) {
		this.limits = limits;
		this.nanos = nanos;
		this.checkedAt = nanos.getAsLong();
	}

	/**
	 * Starts to send heart-beats: as often as the client wants them, but not more often
	 * than {@code foyer.limits.heart-beat}. Called before CONNECTED is sent.
	 * @param wantedMillis how often the client wants them, in milliseconds; 0 for never
	 */
	void start(Connection connection, long wantedMillis) {
		if (wantedMillis > 0) {
			long interval = TimeUnit.MILLISECONDS.toNanos(Math.max(wantedMillis, this.limits.heartBeat().toMillis()));
			this.recipients.put(connection.id(), new Recipient(connection, interval, this.nanos.getAsLong()));
		}
	}

	void stop(String connectionId) {
		this.recipients.remove(connectionId);
	}

	void send() {
		long now = this.nanos.getAsLong();
		for (Recipient recipient : this.recipients.values()) {
			if (recipient.connection.takeSent() && this.checkedAt - recipient.sentAt > 0) {
				// At the earliest: it was sent after the last check.
				recipient.sentAt = this.checkedAt;
			}
			if (now - recipient.sentAt > recipient.interval - EARLY_NANOS) {
				recipient.connection.send(HEARTBEAT);
				recipient.sentAt = now;
			}
		}
		this.checkedAt = now;
	}

	private static final class Recipient {

		private final Connection connection;

		private final long interval;

		private volatile long sentAt;

		Recipient(Connection connection, long interval, long sentAt) {
			this.connection = connection;
			this.interval = interval;
			this.sentAt = sentAt;
		}

	}

}
