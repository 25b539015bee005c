package chat.foyer.live;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link LiveMetrics}.
 */
class LiveMetricsTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final RoomRegistry registry = mock();

	private final Presence presence = mock();

	private final RoomTopics topics = new RoomTopics(this.connections, this.registry, this.presence,
			new StompFrames(JsonMapper.shared()));

	private final LiveMetrics metrics = new LiveMetrics(this.meters, this.connections, this.topics);

	@BeforeEach
	void let() {
		given(this.presence.connect(any(), any())).willReturn(true);
	}

	@Test
	void connectionsAndTheirRoomsAreCounted() throws IOException {
		assertThat(value("foyer.connections")).isZero();
		assertThat(value("foyer.rooms")).isZero();
		Connection ann = enter("ann");
		enter("bob");
		assertThat(value("foyer.connections")).isEqualTo(2);
		assertThat(value("foyer.rooms")).isEqualTo(1);
		this.topics.drop(ann);
		this.connections.remove(ann.id());
		assertThat(value("foyer.connections")).isEqualTo(1);
	}

	@Test
	void eventsAreCountedByTypeAndDeliveriesByConnection() throws IOException {
		enter("ann");
		enter("bob");
		this.metrics.on(new EventsAppended(ATTIC, List.of(event(EventType.MESSAGE), event(EventType.JOIN))));
		this.metrics.on(new EventsAppended(RoomKey.of("Nobody's"), List.of(event(EventType.MESSAGE))));
		assertThat(this.meters.get("foyer.events").tag("type", "message").counter().count()).isEqualTo(2);
		assertThat(this.meters.get("foyer.events").tag("type", "join").counter().count()).isEqualTo(1);
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
		given(this.registry.find(guest, ATTIC))
			.willReturn(Optional.of(new Seat(name, ATTIC, guest.id(), new Username(name))));
		Connection connection = new FakeSocket(name).connection(guest);
		this.connections.add(connection);
		this.topics.subscribe(connection, "0", ATTIC, null);
		return connection;
	}

	private double value(String gauge) {
		return this.meters.get(gauge).gauge().value();
	}

	private static Event event(EventType type) {
		return new Event(1, type, "id", "Ann", "", "", Instant.EPOCH, 0, false);
	}

}
