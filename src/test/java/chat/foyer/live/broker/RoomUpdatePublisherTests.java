package chat.foyer.live.broker;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.message.Change;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import chat.foyer.message.LogWentBack;
import chat.foyer.message.RoomFollower;
import chat.foyer.message.RoomSummary;
import chat.foyer.message.RoomSummaryService;
import chat.foyer.room.Guest;
import chat.foyer.room.GuestArrived;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRead;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.RoomUsedElsewhere;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link RoomUpdatePublisher}.
 */
class RoomUpdatePublisherTests {

	private static final Guest ANN = new Guest("ann");

	private static final Seat ATTIC = seat("1", "Attic", ANN);

	private static final Seat CELLAR = seat("2", "Cellar", ANN);

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();

	private final RoomRegistry registry = mock();

	private final RoomFollower follower = mock();

	private final RoomSummaryService summaries = mock();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private long now;

	private RoomUpdatePublisher updates;

	private FakeSocket socket;

	private Connection connection;

	@BeforeEach
	void subscribe() throws IOException {
		this.updates = new RoomUpdatePublisher(this.connections, this.subscriptions, this.registry, this.follower,
				this.summaries, new StompFrames(JsonMapper.shared()), this.tasks::add, () -> this.now);
		given(this.registry.findAll(ANN)).willReturn(List.of(ATTIC, CELLAR));
		this.socket = new FakeSocket("c");
		this.connection = this.socket.connection(ANN);
		this.connections.add(this.connection);
		subscribe(this.connection);
		given(this.summaries.of(ATTIC)).willReturn(new RoomSummary("attic", 1, 1, 0));
	}

	@Test
	void subscribingTellsNothing() {
		look();
		assertThat(this.socket.written()).isEmpty();
		then(this.summaries).shouldHaveNoInteractions();
	}

	@Test
	void namesTheSeatsThatItWatches() {
		assertThat(this.updates.watchedSeats()).containsExactlyInAnyOrder(ATTIC, CELLAR);
		this.updates.unsubscribe(this.connection);
		assertThat(this.updates.watchedSeats()).isEmpty();
	}

	@Test
	void watchesARoomThatTheGuestEntersOnAnotherNode() {
		Seat loft = seat("4", "Loft", ANN);
		given(this.registry.find(ANN, loft.room())).willReturn(Optional.of(loft));
		this.updates.on(new RoomUsedElsewhere(new Guest("bob"), loft.room()));
		assertThat(this.tasks).isEmpty();
		this.updates.on(new RoomUsedElsewhere(ANN, loft.room()));
		this.tasks.remove().run();
		assertThat(this.updates.watchedSeats()).contains(loft);
		then(this.follower).should().follow(loft.room());
	}

	@Test
	void tellsThatTheGuestReadOnAnotherNode() {
		this.updates.on(new RoomUsedElsewhere(ANN, ATTIC.room()));
		look();
		then(this.summaries).should().of(ATTIC);
		assertThat(this.socket.written()).isNotEmpty();
	}

	@Test
	void followsTheRoomsThatItWatchesByOneCall() {
		then(this.follower).should().follow(List.of(ATTIC.room(), CELLAR.room()));
		then(this.follower).shouldHaveNoMoreInteractions();
		assertThat(this.updates.isListening(ATTIC.room())).isTrue();
		this.updates.unsubscribe(this.connection);
		assertThat(this.updates.isListening(ATTIC.room())).isFalse();
	}

	@Test
	void followsARoomThatTheGuestEntersLaterOnceItIsWatched() {
		Seat loft = seat("4", "Loft", ANN);
		willAnswer((call) -> {
			assertThat(this.updates.isListening(loft.room())).isTrue();
			throw new QueryTimeoutException("busy");
		}).given(this.follower).follow(loft.room());
		this.updates.on(new GuestArrived(loft));
		then(this.follower).should().follow(loft.room());
		assertThat(this.updates.isListening(loft.room())).isTrue();
	}

	@Test
	void countsAgainAfterTheLogWentBack() {
		append(ATTIC, 5, "hi");
		look();
		given(this.summaries.of(ATTIC)).willReturn(new RoomSummary("attic", 3, 0, 0));
		pass(1_000);
		this.updates.on(new LogWentBack(ATTIC.room()));
		look();
		assertThat(told()).hasSize(2).last().asString().contains("\"lastSeq\":3,\"unread\":0");
	}

	@Test
	void tellsOfARoomThatIsLeftWhileItBeginsToBeWatched() {
		this.updates.unsubscribe(this.connection);
		given(this.registry.findAll(ANN)).willReturn(List.of(ATTIC, CELLAR)).willReturn(List.of(CELLAR));
		this.updates.subscribe(this.connection);
		assertThat(told()).containsExactly("{\"room\":\"attic\",\"left\":true}");
	}

	@Test
	void tellsOfNewEventsInTheBackground() {
		append(ATTIC, 1, "hi");
		this.updates.look();
		this.updates.look();
		then(this.summaries).shouldHaveNoInteractions();
		assertThat(this.tasks).hasSize(1);
		look();
		assertThat(told()).containsExactly("{\"room\":\"attic\",\"lastSeq\":1,\"unread\":1,\"mentions\":0}");
		assertThat(this.socket.written().get(0))
			.startsWith("MESSAGE\nsubscription:s\ndestination:/user/queue/rooms\nmessage-id:room-1\n");
	}

	@Test
	void tellsAtMostOnceASecondAndRoom() {
		append(ATTIC, 1, "hi");
		look();
		append(ATTIC, 2, "hi");
		append(ATTIC, 3, "hi");
		pass(999);
		look();
		assertThat(told()).hasSize(1);
		pass(1);
		look();
		assertThat(told()).hasSize(2).last().asString().contains("\"lastSeq\":3,\"unread\":3");
	}

	@Test
	void countsPlainMessagesWithoutTheDatabase() {
		append(ATTIC, 1, "hi");
		look();
		pass(1_000);
		append(ATTIC, 2, "hi");
		look();
		then(this.summaries).should(times(1)).of(ATTIC);
		given(this.summaries.of(ATTIC)).willReturn(new RoomSummary("attic", 3, 3, 1));
		pass(1_000);
		append(ATTIC, 3, "@Ann");
		look();
		assertThat(told()).hasSize(3).last().asString().contains("\"mentions\":1");
	}

	@Test
	void countsAgainAfterADeletion() {
		append(ATTIC, 1, "hi");
		look();
		given(this.summaries.of(ATTIC)).willReturn(new RoomSummary("attic", 2, 0, 0));
		pass(1_000);
		this.updates.on(new EventsAppended(ATTIC.room(), List.of(new Event(2, EventType.DELETE, "d", "Bob", null, null,
				Instant.EPOCH, 0, false, null, null, null, new Change(1, null, null), null))));
		look();
		assertThat(told()).hasSize(2).last().asString().contains("\"lastSeq\":2,\"unread\":0");
	}

	@Test
	void tellsWhatIsReadElsewhereAndNothingThatStaysTheSame() {
		append(ATTIC, 1, "hi");
		look();
		pass(1_000);
		this.updates.on(new RoomRead(ATTIC));
		look();
		assertThat(told()).hasSize(1);
		given(this.summaries.of(ATTIC)).willReturn(new RoomSummary("attic", 1, 0, 0));
		pass(1_000);
		this.updates.on(new RoomRead(ATTIC));
		look();
		assertThat(told()).hasSize(2).last().asString().contains("\"unread\":0");
	}

	@Test
	void leavesOutRoomsThatTheConnectionHears() {
		this.subscriptions.add(new Subscription(this.connection, "sub-0", Destination.events(ATTIC.room()), ATTIC));
		append(ATTIC, 1, "hi");
		this.updates.on(new RoomRead(ATTIC));
		look();
		assertThat(told()).isEmpty();
		then(this.summaries).should(never()).of(any());
	}

	@Test
	void tellsThatTheGuestHasLeft() {
		this.updates.on(new SeatFreed(ATTIC));
		assertThat(told()).containsExactly("{\"room\":\"attic\",\"left\":true}");
		append(ATTIC, 2, "hi");
		look();
		assertThat(told()).hasSize(1);
	}

	@Test
	void tellsOnceAConnectionWhoseSubscriptionsEnded() {
		this.updates.leave(this.connection, ATTIC.room());
		this.updates.on(new SeatFreed(ATTIC));
		assertThat(told()).containsExactly("{\"room\":\"attic\",\"left\":true}");
	}

	@Test
	void goesOnWithTheSeatUnderAnotherName() {
		Seat renamed = new Seat("3", ATTIC.room(), ANN.id(), new Username("Anna"));
		given(this.registry.find(ANN, ATTIC.room())).willReturn(Optional.of(renamed));
		given(this.summaries.of(renamed)).willReturn(new RoomSummary("attic", 2, 1, 0));
		this.updates.on(new SeatFreed(ATTIC));
		append(renamed, 2, "hi");
		look();
		assertThat(told()).containsExactly("{\"room\":\"attic\",\"lastSeq\":2,\"unread\":1,\"mentions\":0}");
	}

	@Test
	void tellsOfRoomsThatTheGuestEntersLater() {
		Seat loft = seat("4", "Loft", ANN);
		given(this.summaries.of(loft)).willReturn(new RoomSummary("loft", 1, 1, 0));
		this.updates.on(new GuestArrived(loft));
		append(loft, 1, "hi");
		look();
		assertThat(told()).singleElement().asString().contains("loft");
	}

	@Test
	void tellsNobodyElse() throws IOException {
		FakeSocket other = new FakeSocket("d");
		Guest bob = new Guest("bob");
		Connection bobs = other.connection(bob);
		this.connections.add(bobs);
		given(this.registry.findAll(bob)).willReturn(List.of(seat("5", "Loft", bob)));
		subscribe(bobs);
		append(ATTIC, 1, "hi");
		this.updates.on(new SeatFreed(CELLAR));
		look();
		assertThat(other.written()).isEmpty();
	}

	@Test
	void unsubscribedConnectionIsToldNothing() {
		append(ATTIC, 1, "hi");
		this.updates.unsubscribe(this.connection);
		append(ATTIC, 2, "hi");
		this.updates.leave(this.connection, ATTIC.room());
		this.updates.on(new SeatFreed(ATTIC));
		this.updates.on(new GuestArrived(ATTIC));
		look();
		assertThat(told()).isEmpty();
	}

	@Test
	void countsAgainAfterTheDatabaseFailed() {
		given(this.summaries.of(ATTIC)).willThrow(new QueryTimeoutException("busy"))
			.willReturn(new RoomSummary("attic", 1, 1, 0));
		append(ATTIC, 1, "hi");
		look();
		assertThat(told()).isEmpty();
		pass(1_000);
		look();
		assertThat(told()).hasSize(1);
	}

	private void subscribe(Connection subscribing) {
		this.subscriptions.add(new Subscription(subscribing, "s", Destination.ROOMS, null));
		this.updates.subscribe(subscribing);
	}

	private void append(Seat seat, long seq, String text) {
		this.updates.on(new EventsAppended(seat.room(),
				List.of(new Event(seq, EventType.MESSAGE, "m" + seq, "Bob", text, text, Instant.EPOCH, 0, false))));
	}

	private void look() {
		this.updates.look();
		while (!this.tasks.isEmpty()) {
			this.tasks.remove().run();
		}
	}

	private void pass(long millis) {
		this.now += TimeUnit.MILLISECONDS.toNanos(millis);
	}

	private List<String> told() {
		return this.socket.written()
			.stream()
			.filter((frame) -> frame.startsWith("MESSAGE"))
			.map((frame) -> frame.substring(frame.indexOf("\n\n") + 2, frame.length() - 1))
			.toList();
	}

	private static Seat seat(String id, String room, Guest guest) {
		return new Seat(id, RoomKey.of(room), guest.id(), new Username("Ann"));
	}

}
