package chat.foyer.live.broker;

import java.io.IOException;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import chat.foyer.room.GuestTyped;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ApplicationEventPublisher;

import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link SignalController}.
 */
class SignalControllerTests {

	private static final Seat SEAT = new Seat("1", RoomKey.of("Attic"), "ann", new Username("Ann"));

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();

	private final Presence presence = mock();

	private final ApplicationEventPublisher publisher = mock();

	private final ReplySender replies = mock();

	private final InboundChannel inbound = new InboundChannel(this.connections, this.subscriptions,
			new SignalController(this.presence, this.publisher, this.replies));

	private Connection connection;

	@BeforeEach
	void connect() throws IOException {
		this.connection = connect("c");
	}

	@Test
	void typesUnderTheSeatOfTheConnection() {
		signal("c", "{\"type\":\"typing\"}");
		then(this.publisher).should().publishEvent(new GuestTyped(SEAT));
	}

	@Test
	void looksWithEachConnection() throws IOException {
		connect("d");
		signal("c", "{\"type\":\"away\"}");
		signal("d", "{\"type\":\"away\"}");
		signal("c", "{\"type\":\"back\"}");
		then(this.presence).should().look(SEAT, "c", false);
		then(this.presence).should().look(SEAT, "d", false);
		then(this.presence).should().look(SEAT, "c", true);
		then(this.publisher).shouldHaveNoInteractions();
	}

	@Test
	void ignoresUnknownFields() {
		signal("c", "{\"type\":\"typing\",\"author\":\"Bob\",\"more\":{}}");
		then(this.publisher).should().publishEvent(new GuestTyped(SEAT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "typing", "null", "[]", "{}", "\"typing\"", "{\"type\":null}", "{\"type\":0}",
			"{\"type\":\"\"}", "{\"type\":\"Typing\"}", "{\"type\":\"TYPING\"}", "{\"type\":\"shouting\"}",
			"{\"type\":[\"typing\"]}", "{\"type\":\"typing\"", "{\"type\":\"typing\"} x",
			"{\"type\":\"typing\",\"type\":\"away\"}" })
	void ignoresWhatItCannotRead(String body) {
		signal("c", body);
		then(this.publisher).shouldHaveNoInteractions();
		then(this.presence).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"typing\"}", "x" })
	void confirmsWhatItHandled(String body) {
		this.inbound.send("c", "/app/rooms.Attic.signal", body, "r-1");
		then(this.replies).should().confirm(new SendFrame(this.connection, "r-1"));
	}

	@Test
	void ignoresConnectionsThatDoNotReceiveTheEvents() {
		this.inbound.send("c", "/app/rooms.Cellar.signal", "{\"type\":\"typing\"}");
		signal("d", "{\"type\":\"typing\"}");
		this.subscriptions.removeAll("c");
		this.subscriptions.add(new Subscription(this.connection, "signals", Destination.signals(SEAT.room()), SEAT));
		signal("c", "{\"type\":\"typing\"}");
		then(this.publisher).shouldHaveNoInteractions();
	}

	private Connection connect(String id) throws IOException {
		Connection opened = new FakeSocket(id).connection(new Guest("ann"));
		this.subscriptions.add(new Subscription(opened, "room", Destination.events(SEAT.room()), SEAT));
		this.connections.add(opened);
		return opened;
	}

	private void signal(String session, String body) {
		this.inbound.send(session, "/app/rooms.Attic.signal", body);
	}

}
