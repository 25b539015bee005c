package chat.foyer.live;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import chat.foyer.live.connection.CloseStatuses;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests of {@link RoomTopics}.
 */
class RoomTopicsTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final RoomKey CELLAR = RoomKey.of("Cellar");

	private static final Guest ANN = new Guest("ann");

	private static final Guest BOB = new Guest("bob");

	private static final Seat ANN_IN_ATTIC = new Seat("1", ATTIC, ANN.id(), new Username("Ann"));

	private static final Seat ANN_IN_CELLAR = new Seat("2", CELLAR, ANN.id(), new Username("Ann"));

	private static final Seat BOB_IN_ATTIC = new Seat("3", ATTIC, BOB.id(), new Username("Bob"));

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final RoomRegistry registry = mock();

	private final Presence presence = mock();

	private final RoomTopics topics = new RoomTopics(this.connections, this.registry, this.presence,
			new StompFrames(JsonMapper.shared()));

	private FakeSocket annSocket;

	private FakeSocket bobSocket;

	private Connection ann;

	private Connection bob;

	private long seq;

	@BeforeEach
	void connect() throws IOException {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC));
		given(this.registry.find(ANN, CELLAR)).willReturn(Optional.of(ANN_IN_CELLAR));
		given(this.registry.find(BOB, ATTIC)).willReturn(Optional.of(BOB_IN_ATTIC));
		given(this.presence.connect(any(), any())).willReturn(true);
		this.annSocket = new FakeSocket("ann-1");
		this.bobSocket = new FakeSocket("bob-1");
		this.ann = this.annSocket.connection(ANN);
		this.bob = this.bobSocket.connection(BOB);
		this.connections.add(this.ann);
		this.connections.add(this.bob);
	}

	@Test
	void eventIsHeardByAllWhoListenToItsRoomAndByNobodyElse() {
		this.topics.subscribe(this.ann, "a", CELLAR, null);
		this.topics.subscribe(this.bob, "b", ATTIC, null);
		append(ATTIC, "hello");
		assertThat(this.annSocket.written()).isEmpty();
		assertThat(this.bobSocket.written()).singleElement()
			.asString()
			.startsWith("MESSAGE\n")
			.contains("subscription:b\n", "destination:/topic/rooms.attic\n", "\"text\":\"hello\"");
	}

	@Test
	void eachConnectionHearsUnderItsOwnSubscription() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.topics.subscribe(this.bob, "b", ATTIC, null);
		append(ATTIC, "hello");
		assertThat(this.annSocket.written()).singleElement().asString().contains("subscription:a\n");
		assertThat(this.bobSocket.written()).singleElement().asString().contains("subscription:b\n");
	}

	@Test
	void connectionHearsSeveralRooms() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.topics.subscribe(this.ann, "b", CELLAR, null);
		append(ATTIC, "up");
		append(CELLAR, "down");
		assertThat(this.annSocket.written()).hasSize(2);
		assertThat(this.annSocket.written().get(0)).contains("subscription:a\n", "up");
		assertThat(this.annSocket.written().get(1)).contains("subscription:b\n", "down");
	}

	@Test
	void eventsStoredTogetherAreSentAsOneMessageEachInOrder() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.annSocket.stopReading();
		append(ATTIC, "zero");
		append(ATTIC, "one", "two", "three");
		this.annSocket.readOne();
		assertThat(this.annSocket.writes()).isEqualTo(2);
		assertThat(this.annSocket.written()).hasSize(4)
			.allMatch((message) -> message.indexOf('\0') == message.length() - 1);
		assertThat(String.join("", this.annSocket.written())).containsSubsequence("\"zero\"", "\"one\"", "\"two\"",
				"\"three\"");
	}

	@Test
	void readerWhoDoesNotReadKeepsNobodyWaiting() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.topics.subscribe(this.bob, "b", ATTIC, null);
		this.annSocket.stopReading();
		append(ATTIC, "one");
		append(ATTIC, "two");
		assertThat(this.annSocket.written()).hasSize(1);
		assertThat(this.bobSocket.written()).hasSize(2);
	}

	@Test
	void listeningIsBeingHere() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		then(this.presence).should().connect(ANN_IN_ATTIC, "ann-1");
		then(this.presence).shouldHaveNoMoreInteractions();
	}

	@Test
	void receiptIsGivenOnRequest() {
		this.topics.subscribe(this.ann, "a", ATTIC, "r-1");
		assertThat(this.annSocket.written()).singleElement().asString().startsWith("RECEIPT\nreceipt-id:r-1\n");
	}

	@Test
	void whoHasNoSeatIsClosedAndHearsNothing() {
		this.topics.subscribe(this.bob, "b", CELLAR, "r-1");
		append(CELLAR, "secret");
		assertThat(this.bobSocket.written()).isEmpty();
		assertThat(this.bobSocket.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		then(this.presence).should(never()).connect(any(), any());
	}

	@Test
	void seatThatIsGivenUpMeanwhileIsNoticed() {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC)).willReturn(Optional.empty());
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		append(ATTIC, "secret");
		assertThat(this.annSocket.written()).isEmpty();
		assertThat(this.annSocket.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		then(this.presence).should(never()).connect(any(), any());
	}

	@Test
	void seatThatIsGivenUpAtTheLastMomentIsNoticed() {
		given(this.presence.connect(ANN_IN_ATTIC, "ann-1")).willReturn(false);
		this.topics.subscribe(this.ann, "a", ATTIC, "r-1");
		assertThat(this.annSocket.written()).isEmpty();
		assertThat(this.annSocket.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
	}

	@Test
	void seatThatIsTakenAnewMeanwhileIsNoticed() {
		Seat anew = new Seat("4", ATTIC, ANN.id(), new Username("Anna"));
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC)).willReturn(Optional.of(anew));
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		assertThat(this.annSocket.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		then(this.presence).should(never()).connect(any(), any());
	}

	@Test
	void connectionThatIsClosedMeanwhileLeavesNothingBehind() {
		this.connections.remove("ann-1");
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		append(ATTIC, "hello");
		assertThat(this.annSocket.written()).isEmpty();
		InOrder order = inOrder(this.presence);
		then(this.presence).should(order).connect(ANN_IN_ATTIC, "ann-1");
		then(this.presence).should(order, atLeastOnce()).disconnect(ANN_IN_ATTIC, "ann-1");
	}

	@Test
	void whoListensNoMoreHearsNoMore() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.topics.subscribe(this.bob, "b", ATTIC, null);
		this.topics.unsubscribe(this.ann, "a");
		append(ATTIC, "hello");
		assertThat(this.annSocket.written()).isEmpty();
		assertThat(this.bobSocket.written()).hasSize(1);
		then(this.presence).should().disconnect(ANN_IN_ATTIC, "ann-1");
	}

	@Test
	void whoEndsOneOfTwoSubscriptionsIsStillHere() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.topics.subscribe(this.ann, "b", ATTIC, null);
		this.topics.unsubscribe(this.ann, "a");
		append(ATTIC, "hello");
		assertThat(this.annSocket.written()).singleElement().asString().contains("subscription:b\n");
		then(this.presence).should(never()).disconnect(any(), any());
	}

	@Test
	void sameSubscriptionForAnotherRoomTakesThePlaceOfTheFirst() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.topics.subscribe(this.ann, "a", CELLAR, null);
		append(ATTIC, "up");
		append(CELLAR, "down");
		assertThat(this.annSocket.written()).singleElement().asString().contains("down");
		then(this.presence).should().disconnect(ANN_IN_ATTIC, "ann-1");
	}

	@Test
	void sameSubscriptionTwiceIsHeardOnce() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		append(ATTIC, "hello");
		assertThat(this.annSocket.written()).hasSize(1);
	}

	@Test
	void unknownSubscriptionEndsNothing() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.topics.unsubscribe(this.ann, "b");
		this.topics.unsubscribe(this.bob, "a");
		append(ATTIC, "hello");
		assertThat(this.annSocket.written()).hasSize(1);
	}

	@Test
	void closedConnectionListensToNothing() {
		this.topics.subscribe(this.ann, "a", ATTIC, null);
		this.topics.subscribe(this.ann, "b", CELLAR, null);
		this.topics.drop(this.ann);
		append(ATTIC, "up");
		append(CELLAR, "down");
		assertThat(this.annSocket.written()).isEmpty();
		then(this.presence).should().disconnect(ANN_IN_ATTIC, "ann-1");
		then(this.presence).should().disconnect(ANN_IN_CELLAR, "ann-1");
	}

	@Test
	void closingReasonIsTheWordForAnEndedSession() {
		assertThat(CloseStatuses.SESSION_ENDED).isEqualTo(new CloseStatus(1008, "session-ended"));
	}

	private void append(RoomKey room, String... texts) {
		this.topics.on(new EventsAppended(room,
				Stream.of(texts)
					.map((text) -> new Event(++this.seq, EventType.MESSAGE, "m" + this.seq, "Ann", text, text,
							Instant.EPOCH, 0, false))
					.toList()));
	}

}
