package chat.foyer.live.broker;

import java.io.IOException;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.QueryTimeoutException;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link ReadController}.
 */
class ReadControllerTests {

	private static final Seat SEAT = new Seat("1", RoomKey.of("Attic"), "ann", new Username("Ann"));

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final ReadCursors cursors = mock();

	private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();

	private final ReplySender replies = mock();

	private final InboundChannel inbound = new InboundChannel(this.connections, this.subscriptions,
			new ReadController(this.cursors, this.replies));

	@BeforeEach
	void connect() throws IOException {
		Connection connection = new FakeSocket("c").connection(new Guest("ann"));
		this.subscriptions.add(new Subscription(connection, "room", Destination.events(SEAT.room()), SEAT));
		this.connections.add(connection);
	}

	@Test
	void movesTheCursorOfTheSeat() {
		send("{\"seq\":7}", "/app/rooms.Attic.read");
		then(this.cursors).should().advance(SEAT, 7);
	}

	@Test
	void ignoresUnknownFields() {
		send("{\"seq\":7,\"seat\":\"2\"}", "/app/rooms.Attic.read");
		then(this.cursors).should().advance(SEAT, 7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "7", "null", "[]", "{}", "{\"seq\":null}", "{\"seq\":1e30}", "{\"seq\":[7]}",
			"{\"seq\":7", "{\"seq\":7} x", "{\"seq\":7,\"seq\":8}" })
	void ignoresWhatItCannotRead(String body) {
		send(body, "/app/rooms.Attic.read");
		then(this.cursors).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"seq\":7}", "x" })
	void confirmsWhatItHandled(String body) {
		this.inbound.send("c", "/app/rooms.Attic.read", body, "r-1");
		then(this.replies).should().confirm(new SendFrame(this.connections.find("c").orElseThrow(), "r-1"));
	}

	@Test
	void confirmsWhatTheDatabaseDidNotTake() {
		willThrow(new QueryTimeoutException("busy")).given(this.cursors).advance(any(), anyLong());
		this.inbound.send("c", "/app/rooms.Attic.read", "{\"seq\":7}", "r-1");
		then(this.replies).should().confirm(any());
	}

	@Test
	void ignoresConnectionsThatDoNotReceiveTheEvents() {
		send("{\"seq\":7}", "/app/rooms.Cellar.read");
		this.subscriptions.removeAll("c");
		send("{\"seq\":7}", "/app/rooms.Attic.read");
		then(this.cursors).shouldHaveNoInteractions();
	}

	private void send(String body, String destination) {
		this.inbound.send("c", destination, body);
	}

}
