package chat.foyer.live;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.live.broker.Destination;
import chat.foyer.live.broker.Subscription;
import chat.foyer.live.broker.SubscriptionRegistry;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LiveMetrics}.
 */
class LiveMetricsTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();

	private final LiveMetrics metrics = new LiveMetrics(this.meters, this.connections, this.subscriptions);

	@Test
	void connectionsAndTheirRoomsAreCounted() throws IOException {
		assertThat(value("foyer.connections")).isZero();
		assertThat(value("foyer.rooms")).isZero();
		Connection ann = enter("ann");
		enter("bob");
		assertThat(value("foyer.connections")).isEqualTo(2);
		assertThat(value("foyer.rooms")).isEqualTo(1);
		this.subscriptions.removeAll(ann.id());
		this.connections.remove(ann.id());
		assertThat(value("foyer.connections")).isEqualTo(1);
	}

	@Test
	void deliveriesAreCountedByConnection() throws IOException {
		enter("ann");
		enter("bob");
		this.metrics.on(new EventsAppended(ATTIC, List.of(event(EventType.MESSAGE), event(EventType.JOIN))));
		this.metrics.on(new EventsAppended(RoomKey.of("Nobody's"), List.of(event(EventType.MESSAGE))));
		assertThat(this.meters.get("foyer.deliveries").counter().count()).isEqualTo(4);
	}

	@Test
	void whatWaitsIsMeasured() throws IOException {
		FakeSocket socket = new FakeSocket("ann");
		Connection ann = socket.connection(new Guest("ann"));
		this.connections.add(ann);
		socket.stopReading();
		ann.send(new byte[100]);
		ann.send(new byte[50]);
		assertThat(value("foyer.outbox")).as("the first ones are on their way").isEqualTo(52);
	}

	private Connection enter(String name) throws IOException {
		Guest guest = new Guest(name);
		Connection connection = new FakeSocket(name).connection(guest);
		this.connections.add(connection);
		this.subscriptions.add(new Subscription(connection, "0", Destination.events(ATTIC),
				new Seat(name, ATTIC, guest.id(), new Username(name))));
		return connection;
	}

	private double value(String gauge) {
		return this.meters.get(gauge).gauge().value();
	}

	private static Event event(EventType type) {
		return new Event(1, type, "id", "Ann", "", "", Instant.EPOCH, 0, false);
	}

}
