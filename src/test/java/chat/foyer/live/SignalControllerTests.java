package chat.foyer.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import chat.foyer.MovableClock;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link SignalController}, with time moved by hand.
 */
class SignalControllerTests {

	private static final Seat SEAT = new Seat("1", RoomKey.of("Attic"), "ann", new Username("Ann"));

	private final MovableClock clock = new MovableClock();

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final Presence presence = mock();

	private final Signals signals = mock();

	private final SignalController controller = new SignalController(this.clock, this.connections, this.presence,
			this.signals);

	private Connection connection;

	@BeforeEach
	void connect() throws IOException {
		this.connection = connect("c");
	}

	@Test
	void typingIsToldUnderTheSeatOfTheConnection() {
		signal("c", "typing");
		then(this.signals).should().publish(SignalType.TYPING, SEAT);
	}

	@Test
	void typingIsToldOnceASecondWhateverTheTabs() throws IOException {
		connect("d");
		signal("c", "typing");
		this.clock.move(Duration.ofMillis(999));
		signal("c", "typing");
		signal("d", "typing");
		then(this.signals).should(times(1)).publish(SignalType.TYPING, SEAT);
		this.clock.move(Duration.ofMillis(1));
		signal("d", "typing");
		then(this.signals).should(times(2)).publish(SignalType.TYPING, SEAT);
	}

	@Test
	void lookIsKeptForEachConnection() throws IOException {
		connect("d");
		signal("c", "away");
		signal("d", "away");
		signal("c", "back");
		then(this.presence).should().look(SEAT, "c", false);
		then(this.presence).should().look(SEAT, "d", false);
		then(this.presence).should().look(SEAT, "c", true);
		then(this.signals).shouldHaveNoInteractions();
	}

	@Test
	void lookThatTurnsTooOftenIsPassedOver() {
		for (int i = 0; i < 10; i++) {
			signal("c", "away");
			signal("c", "back");
		}
		then(this.presence).should(times(1)).look(SEAT, "c", false);
		then(this.presence).should(times(1)).look(SEAT, "c", true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "typing", "null", "[]", "{}", "\"typing\"", "{\"type\":null}", "{\"type\":0}",
			"{\"type\":\"\"}", "{\"type\":\"Typing\"}", "{\"type\":\"TYPING\"}", "{\"type\":\"shouting\"}",
			"{\"type\":[\"typing\"]}", "{\"type\":\"typing\"", "{\"type\":\"typing\"} x",
			"{\"type\":\"typing\",\"author\":\"Bob\"}", "{\"type\":\"typing\",\"type\":\"away\"}" })
	void whatIsNotExactlyAsItShouldBeIsPassedOver(String body) {
		send("c", body, "/app/rooms.Attic.signal");
		then(this.signals).shouldHaveNoInteractions();
		then(this.presence).shouldHaveNoInteractions();
	}

	@Test
	void whoDoesNotListenGivesNoSignals() {
		send("c", "{\"type\":\"typing\"}", "/app/rooms.Cellar.signal");
		send("d", "{\"type\":\"typing\"}", "/app/rooms.Attic.signal");
		this.connection.subscriptions().clear();
		signal("c", "typing");
		then(this.signals).shouldHaveNoInteractions();
	}

	private Connection connect(String id) throws IOException {
		Connection opened = new FakeSocket(id).connection(new Guest("ann"));
		opened.subscriptions().put("room", SEAT);
		this.connections.add(opened);
		return opened;
	}

	private void signal(String session, String type) {
		send(session, "{\"type\":\"%s\"}".formatted(type), "/app/rooms.Attic.signal");
	}

	private void send(String session, String body, String destination) {
		this.controller.signal(body.getBytes(StandardCharsets.UTF_8), session, destination);
	}

}
