package chat.foyer.live.connection;

import java.time.Duration;
import java.util.function.LongSupplier;

import chat.foyer.limit.LimitsProperties;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Closes connections that are silent, late or too fast, or whose writes exceed the send
 * timeout. Sends a ping before it takes a connection for silent, because many STOMP
 * clients send nothing by themselves.
 */
@Component
class Reaper {

	private static final Duration EVERY = Duration.ofSeconds(1);

	private final ConnectionRegistry connections;

	private final LimitsProperties limits;

	private final LongSupplier nanos;

	@Autowired
	Reaper(ConnectionRegistry connections, LimitsProperties limits,
			@Qualifier("wireScheduler") TaskScheduler scheduler) {
		this(connections, limits, System::nanoTime);
		scheduler.scheduleWithFixedDelay(this::reap, EVERY);
	}

	Reaper(ConnectionRegistry connections, LimitsProperties limits, LongSupplier nanos) {
		this.connections = connections;
		this.limits = limits;
		this.nanos = nanos;
	}

	void reap() {
		long now = this.nanos.getAsLong();
		for (Connection connection : this.connections.all()) {
			connection.checkSendTimeout(now);
			if (!connection.isClosing()) {
				check(connection, now);
			}
		}
	}

	private void check(Connection connection, long now) {
		ConnectionLiveness liveness = connection.liveness();
		liveness.overdue(now, this.limits).ifPresent(connection::close);
		if (liveness.isPingDue(now)) {
			liveness.ping(now);
			connection.ping();
		}
	}

}
