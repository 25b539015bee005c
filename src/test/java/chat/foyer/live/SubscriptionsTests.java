package chat.foyer.live;

import java.io.IOException;

import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests of {@link Subscriptions}.
 */
class SubscriptionsTests {

	private final ExecutorSubscribableChannel inbound = new ExecutorSubscribableChannel();

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final RoomTopics topics = mock();

	private final Signals signals = mock();

	private final RoomUpdatePublisher updates = mock();

	private FakeSocket socket;

	private Connection connection;

	@BeforeEach
	void connect() throws IOException {
		this.socket = new FakeSocket("c");
		this.connection = this.socket.connection(new Guest("ann"));
		this.connections.add(this.connection);
		StompErrorHandler errors = new StompErrorHandler(this.connections, new StompFrames(JsonMapper.shared()),
				TestLimits.refusals());
		new Subscriptions(this.inbound, this.connections, this.topics, this.signals, this.updates, errors,
				TestLimits.of("subscriptions=4"));
	}

	@Test
	void whoSubscribesListensToTheRoom() {
		receive(StompCommand.SUBSCRIBE, "c", "/topic/rooms.a%2Eb", "r-1");
		then(this.topics).should().subscribe(this.connection, "sub-0", RoomKey.of("a.b"), "r-1");
	}

	@Test
	void whoUnsubscribesListensNoMore() {
		receive(StompCommand.UNSUBSCRIBE, "c", null, null);
		then(this.topics).should().unsubscribe(this.connection, "sub-0");
		then(this.signals).should().unsubscribe(this.connection, "sub-0");
	}

	@Test
	void whoSubscribesToSignalsHearsThemAndNothingElseUnderThatId() {
		receive(StompCommand.SUBSCRIBE, "c", "/topic/rooms.a%2Eb.signals", "r-1");
		then(this.signals).should().subscribe(this.connection, "sub-0", RoomKey.of("a.b"), "r-1");
		then(this.topics).should().unsubscribe(this.connection, "sub-0");
		then(this.topics).shouldHaveNoMoreInteractions();
	}

	@Test
	void whoSubscribesToTheRoomHearsNoSignalsUnderThatId() {
		receive(StompCommand.SUBSCRIBE, "c", "/topic/rooms.a", null);
		then(this.signals).should().unsubscribe(this.connection, "sub-0");
		then(this.signals).shouldHaveNoMoreInteractions();
	}

	@Test
	void otherDestinationsAreNoRooms() {
		receive(StompCommand.SUBSCRIBE, "c", "/user/queue/replies", null);
		receive(StompCommand.SUBSCRIBE, "c", "/topic/**", null);
		then(this.topics).should(never()).subscribe(any(), any(), any(), any());
		then(this.signals).should(never()).subscribe(any(), any(), any(), any());
	}

	@Test
	void whoSubscribesToTheRepliesHearsThemUnderThatIdUntilItEnds() {
		receive(StompCommand.SUBSCRIBE, "c", "/user/queue/replies", null);
		assertThat(this.connection.repliesId()).isEqualTo("sub-0");
		receive(StompCommand.UNSUBSCRIBE, "c", null, null);
		assertThat(this.connection.repliesId()).isNull();
	}

	@Test
	void subscribesToTheRoomsUntilThatIdEnds() {
		receive(StompCommand.SUBSCRIBE, "c", "/user/queue/rooms", "r-1");
		then(this.updates).should().subscribe(this.connection, "sub-0", "r-1");
		receive(StompCommand.UNSUBSCRIBE, "c", null, null);
		then(this.updates).should(never()).unsubscribe(any());
		this.connection.setRoomsId("sub-0");
		receive(StompCommand.UNSUBSCRIBE, "c", null, null);
		then(this.updates).should().unsubscribe(this.connection);
	}

	@Test
	void whoListensToTooMuchIsRefused() {
		this.connection.subscriptions().put("sub-1", seat("a"));
		this.connection.signals().put("sub-2", RoomKey.of("a"));
		this.connection.signals().put("sub-4", RoomKey.of("b"));
		receive(StompCommand.SUBSCRIBE, "c", "/topic/rooms.b", null);
		then(this.topics).should().subscribe(this.connection, "sub-0", RoomKey.of("b"), null);
		this.connection.setRepliesId("sub-3");
		receive(StompCommand.SUBSCRIBE, "c", "/topic/rooms.c", null);
		then(this.topics).should(never()).subscribe(this.connection, "sub-0", RoomKey.of("c"), null);
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:forbidden\ncontent-length:0\n\n\0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/topic/rooms.a", "/topic/rooms.A", "/topic/rooms.b.signals", "/topic/rooms.%42.signals",
			"/user/queue/replies", "/user/queue/rooms" })
	void whoListensToTheSameTwiceIsRefused(String destination) {
		this.connection.subscriptions().put("sub-1", seat("a"));
		this.connection.signals().put("sub-2", RoomKey.of("b"));
		this.connection.setRepliesId("sub-3");
		this.connection.setRoomsId("sub-4");
		receive(StompCommand.SUBSCRIBE, "c", destination, null);
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:forbidden\ncontent-length:0\n\n\0");
	}

	@Test
	void whoListensAnewUnderTheSameIdIsNot() {
		this.connection.subscriptions().put("sub-0", seat("a"));
		receive(StompCommand.SUBSCRIBE, "c", "/topic/rooms.a", null);
		assertThat(this.socket.written()).isEmpty();
		then(this.topics).should().subscribe(this.connection, "sub-0", RoomKey.of("a"), null);
	}

	@Test
	void whoConnectsIsNotLateAnyMore() {
		assertThat(this.connection.liveness().isConnected()).isFalse();
		receive(StompCommand.CONNECT, "c", null, null);
		assertThat(this.connection.liveness().isConnected()).isTrue();
	}

	private static Seat seat(String room) {
		return new Seat("1", RoomKey.of(room), "ann", new Username("Ann"));
	}

	@Test
	void otherFramesAreNoSubscriptions() {
		receive(StompCommand.SEND, "c", "/topic/rooms.a", null);
		then(this.topics).shouldHaveNoInteractions();
	}

	@Test
	void connectionThatIsGoneDoesNotListen() {
		receive(StompCommand.SUBSCRIBE, "d", "/topic/rooms.a", null);
		then(this.topics).shouldHaveNoInteractions();
	}

	private void receive(StompCommand command, String session, String destination, String receipt) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(command);
		frame.setSessionId(session);
		frame.setSubscriptionId("sub-0");
		if (destination != null) {
			frame.setDestination(destination);
		}
		if (receipt != null) {
			frame.setReceipt(receipt);
		}
		this.inbound.send(MessageBuilder.createMessage(new byte[0], frame.getMessageHeaders()));
	}

}
