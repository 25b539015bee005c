package chat.foyer.live;

import java.io.IOException;

import chat.foyer.room.Guest;
import chat.foyer.room.RoomName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

	private final Connections connections = new Connections();

	private final RoomTopics topics = mock();

	private final Signals signals = mock();

	private Connection connection;

	@BeforeEach
	void connect() throws IOException {
		this.connection = new FakeSocket("c").connection(new Guest("ann"));
		this.connections.add(this.connection);
		new Subscriptions(this.inbound, this.connections, this.topics, this.signals);
	}

	@Test
	void whoSubscribesListensToTheRoom() {
		receive(StompCommand.SUBSCRIBE, "c", "/topic/rooms.a%2Eb", "r-1");
		then(this.topics).should().subscribe(this.connection, "sub-0", new RoomName("a.b"), "r-1");
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
		then(this.signals).should().subscribe(this.connection, "sub-0", new RoomName("a.b"), "r-1");
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
