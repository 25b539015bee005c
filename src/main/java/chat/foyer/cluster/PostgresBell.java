package chat.foyer.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Rings by {@code NOTIFY}, and publishes what {@code LISTEN} receives from other nodes.
 * <p>
 * Two threads with a connection each, outside of the pools: one sends at most one
 * notification every {@value #PACE_MILLIS} ms, outside of the transactions that store
 * events, because notifications serialise commits. The other one listens, and publishes
 * {@link BellOpened} each time that it begins. Listeners of {@link Ring} and
 * {@link BellOpened} must not block.
 * <p>
 * Rings are lost while a connection is broken.
 */
final class PostgresBell implements Bell, SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(PostgresBell.class);

	static final int PACE_MILLIS = 10;

	/**
	 * How often the receiver checks whether it is stopped.
	 */
	private static final int WAIT_MILLIS = 200;

	/**
	 * How often {@code LISTEN} is repeated: a broken connection is noticed only when it
	 * is used.
	 */
	private static final long LISTEN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final RingFormat format = new RingFormat(UUID.randomUUID().toString().substring(0, 8));

	private final PendingRing pending = new PendingRing();

	private final ApplicationEventPublisher publisher;

	private final Counter rings;

	private final Counter received;

	private final ConnectionThread sender;

	private final ConnectionThread receiver;

	private volatile boolean isRunning;

	/**
	 * @param source opens connections to the database itself, not those of a pool
	 */
	PostgresBell(DataSource source, ApplicationEventPublisher publisher, MeterRegistry meters) {
		this.publisher = publisher;
		this.rings = meters.counter("foyer.bell.rings");
		this.received = meters.counter("foyer.bell.received");
		this.sender = new ConnectionThread("bell-sender", source, this::send);
		this.receiver = new ConnectionThread("bell-receiver", source, this::receive);
	}

	@Override
	public void ring(Ring ring) {
		this.pending.add(ring);
	}

	@Override
	public void start() {
		this.isRunning = true;
		this.receiver.start();
		this.sender.start();
	}

	/**
	 * Sends what is pending, and closes the connections.
	 */
	@Override
	public void stop() {
		this.isRunning = false;
		this.sender.stop();
		this.receiver.stop();
	}

	@Override
	public boolean isRunning() {
		return this.isRunning;
	}

	/**
	 * Stops after the event log, which rings for what it still writes.
	 */
	@Override
	public int getPhase() {
		return -1;
	}

	private void send(Connection connection) throws SQLException, InterruptedException {
		try (Statement setting = connection.createStatement()) {
			// Otherwise each notification waits for the disk.
			setting.execute("set synchronous_commit = off");
		}
		this.sender.succeed();
		try (PreparedStatement notification = connection.prepareStatement("select pg_notify('foyer', ?)")) {
			try {
				while (this.sender.isRunning()) {
					send(this.pending.take(), notification);
					TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
				}
			}
			catch (InterruptedException ex) {
				if (!this.pending.isEmpty()) {
					send(this.pending.poll(), notification);
				}
				throw ex;
			}
		}
	}

	private void send(Ring ring, PreparedStatement notification) throws SQLException {
		notification.setString(1, this.format.write(ring));
		notification.execute();
		this.rings.increment();
	}

	private void receive(Connection connection) throws SQLException {
		listen(connection);
		this.receiver.succeed();
		publish(new BellOpened());
		PGConnection postgres = connection.unwrap(PGConnection.class);
		long listened = System.nanoTime();
		while (this.receiver.isRunning()) {
			for (PGNotification notification : postgres.getNotifications(WAIT_MILLIS)) {
				receive(notification.getParameter());
			}
			if (System.nanoTime() - listened >= LISTEN_EVERY_NANOS) {
				listened = System.nanoTime();
				listen(connection);
			}
		}
	}

	private static void listen(Connection connection) throws SQLException {
		try (Statement listen = connection.createStatement()) {
			listen.execute("listen foyer");
		}
	}

	private void receive(String payload) {
		Ring ring = this.format.read(payload);
		if (ring != null) {
			this.received.increment();
			publish(ring);
		}
	}

	private void publish(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A ring of another node could not be handled", ex);
		}
	}

}
