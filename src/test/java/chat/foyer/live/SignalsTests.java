package chat.foyer.live;

import java.io.IOException;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import chat.foyer.room.GuestLookedAway;
import chat.foyer.room.GuestLookedBack;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Signals}.
 */
class SignalsTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final RoomKey CELLAR = RoomKey.of("Cellar");

	private static final Seat ANN = new Seat("1", ATTIC, "ann", new Username("Ann"));

	private static final Seat BOB = new Seat("2", ATTIC, "bob", new Username("Bob"));

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final Signals signals = new Signals(this.connections, new StompFrames(JsonMapper.shared()));

	private FakeSocket socket;

	private Connection bob;

	@BeforeEach
	void connect() throws IOException {
		this.socket = new FakeSocket("bob-1");
		this.bob = this.socket.connection(new Guest("bob"));
		this.bob.subscriptions().put("room", BOB);
		this.connections.add(this.bob);
	}

	@Test
	void signalIsHeardByThoseWhoListen() {
		this.signals.subscribe(this.bob, "s", ATTIC, null);
		this.signals.publish(SignalType.TYPING, ANN);
		assertThat(this.socket.written()).singleElement()
			.asString()
			.startsWith("MESSAGE\n")
			.contains("subscription:s\n", "destination:/topic/rooms.attic.signals\n", "\nmessage-id:")
			.contains("\n\n{\"type\":\"typing\",\"author\":\"Ann\"}");
	}

	@Test
	void lookIsASignal() {
		this.signals.subscribe(this.bob, "s", ATTIC, null);
		this.signals.on(new GuestLookedAway(ANN));
		this.signals.on(new GuestLookedBack(ANN));
		assertThat(this.socket.written()).hasSize(2);
		assertThat(this.socket.written().get(0)).contains("{\"type\":\"away\",\"author\":\"Ann\"}");
		assertThat(this.socket.written().get(1)).contains("{\"type\":\"back\",\"author\":\"Ann\"}");
	}

	@Test
	void otherRoomsAreNotHeard() {
		this.bob.subscriptions().put("cellar", new Seat("3", CELLAR, "bob", new Username("Bob")));
		this.signals.subscribe(this.bob, "s", CELLAR, null);
		this.signals.publish(SignalType.TYPING, ANN);
		assertThat(this.socket.written()).isEmpty();
	}

	@Test
	void whoDoesNotListenToTheRoomHearsNoSignals() {
		this.signals.subscribe(this.bob, "s", ATTIC, null);
		this.bob.subscriptions().clear();
		this.signals.publish(SignalType.TYPING, ANN);
		assertThat(this.socket.written()).isEmpty();
	}

	@Test
	void receiptIsGivenOnRequest() {
		this.signals.subscribe(this.bob, "s", ATTIC, "r-1");
		assertThat(this.socket.written()).singleElement().asString().startsWith("RECEIPT\nreceipt-id:r-1\n");
	}

	@Test
	void whoUnsubscribesHearsNoMore() {
		this.signals.subscribe(this.bob, "s", ATTIC, null);
		this.signals.unsubscribe(this.bob, "s");
		this.signals.publish(SignalType.TYPING, ANN);
		assertThat(this.socket.written()).isEmpty();
	}

	@Test
	void sameSubscriptionForAnotherRoomTakesThePlaceOfTheFirst() {
		this.signals.subscribe(this.bob, "s", ATTIC, null);
		this.signals.subscribe(this.bob, "s", CELLAR, null);
		this.signals.publish(SignalType.TYPING, ANN);
		assertThat(this.socket.written()).isEmpty();
	}

	@Test
	void connectionThatIsClosedMeanwhileLeavesNothingBehind() {
		this.connections.remove("bob-1");
		this.signals.subscribe(this.bob, "s", ATTIC, null);
		this.signals.publish(SignalType.TYPING, ANN);
		assertThat(this.bob.signals()).isEmpty();
		assertThat(this.socket.written()).isEmpty();
	}

}
