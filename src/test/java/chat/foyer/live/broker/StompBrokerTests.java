package chat.foyer.live.broker;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.live.connection.FrameRefusedException;
import chat.foyer.message.LogWentBack;
import chat.foyer.message.RoomFollower;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link StompBroker}.
 */
class StompBrokerTests {

	private static final Guest ANN = new Guest("ann");

	private static final Seat ATTIC = seat("1", "Attic");

	private static final Seat CELLAR = seat("2", "Cellar");

	private final List<Message<?>> outbound = new ArrayList<>();

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final InboundChannel inbound = new InboundChannel(this.connections);

	private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();

	private final RoomRegistry registry = mock();

	private final RoomFollower follower = mock();

	private final Presence presence = mock();

	private final RoomUpdatePublisher updates = mock();

	private final TaskScheduler scheduler = mock();

	private StompBroker broker;

	private FakeSocket socket;

	private Connection connection;

	@BeforeEach
	void connect() throws IOException {
		for (Seat seat : List.of(ATTIC, CELLAR, seat("3", "a.b"))) {
			given(this.registry.find(ANN, seat.room())).willReturn(Optional.of(seat));
		}
		given(this.presence.connect(any(), any())).willReturn(true);
		this.socket = new FakeSocket("c");
		this.connection = this.socket.connection(ANN);
		this.connections.add(this.connection);
		ExecutorSubscribableChannel channel = new ExecutorSubscribableChannel();
		channel.subscribe(this.outbound::add);
		this.broker = new StompBroker(this.inbound.channel(), channel, new ExecutorSubscribableChannel(),
				this.connections, this.subscriptions, this.registry, this.follower, this.presence, this.updates,
				new Heartbeats(TestLimits.of(), System::nanoTime), new StompFrames(JsonMapper.shared()),
				TestLimits.of("subscriptions=4"), this.scheduler);
		this.broker.start();
	}

	@Test
	void answersConnect() {
		assertThat(this.connection.liveness().isConnected()).isFalse();
		receive(StompCommand.CONNECT, null, null, null);
		assertThat(this.connection.liveness().isConnected()).isTrue();
		assertThat(this.outbound).singleElement().satisfies((answer) -> {
			assertThat(SimpMessageHeaderAccessor.getMessageType(answer.getHeaders()))
				.isEqualTo(SimpMessageType.CONNECT_ACK);
			assertThat(SimpMessageHeaderAccessor.getHeartbeat(answer.getHeaders())).containsExactly(10_000, 10_000);
		});
	}

	@Test
	void subscribesToEventsWithTheSeatOfTheGuest() {
		subscribe("a", "/topic/rooms.a%2Eb");
		assertThat(this.subscriptions.to(Destination.events(RoomKey.of("a.b")))).extracting(Subscription::id)
			.containsExactly("a");
		assertThat(this.subscriptions.seatIn(this.connection, RoomKey.of("a.b"))).contains(seat("3", "a.b"));
		then(this.presence).should().connect(seat("3", "a.b"), "c");
		then(this.presence).shouldHaveNoMoreInteractions();
	}

	@Test
	void followsARoomBetweenTheSubscriptionAndItsReceipt() {
		willAnswer((call) -> {
			assertThat(this.subscriptions.isListening(ATTIC.room())).isTrue();
			assertThat(this.socket.written()).isEmpty();
			then(this.presence).shouldHaveNoInteractions();
			return null;
		}).given(this.follower).follow(ATTIC.room());
		receive(StompCommand.SUBSCRIBE, "a", "/topic/rooms.attic", "r");
		then(this.follower).should().follow(ATTIC.room());
		assertThat(this.socket.written()).hasSize(1);
		assertThat(this.subscriptions.isListening(CELLAR.room())).isFalse();
		unsubscribe("a");
		assertThat(this.subscriptions.isListening(ATTIC.room())).isFalse();
	}

	@Test
	void followsOnlyRoomsWhoseEventsAreSubscribedTo() {
		subscribe("a", "/topic/rooms.attic.signals");
		subscribe("b", "/user/queue/replies");
		assertThat(this.subscriptions.isListening(ATTIC.room())).isFalse();
		then(this.follower).shouldHaveNoInteractions();
	}

	@Test
	void closesTheConnectionsInARoomWhoseLogWentBack() throws IOException {
		FakeSocket elsewhere = new FakeSocket("d");
		Connection other = elsewhere.connection(ANN);
		this.connections.add(other);
		this.subscriptions.add(new Subscription(other, "a", Destination.events(CELLAR.room()), CELLAR));
		subscribe("a", "/topic/rooms.attic");
		this.broker.on(new LogWentBack(ATTIC.room()));
		assertThat(this.socket.closed()).containsExactly(CloseStatuses.LOG_WENT_BACK);
		assertThat(elsewhere.closed()).isEmpty();
	}

	@Test
	void queriesTheSeatOnceForBothTopics() {
		subscribe("a", "/topic/rooms.attic");
		subscribe("b", "/topic/rooms.attic.signals");
		assertThat(this.subscriptions.to(Destination.signals(ATTIC.room()))).extracting(Subscription::seat)
			.containsExactly(ATTIC);
		then(this.registry).should(times(1)).find(any(), any());
	}

	@Test
	void subscribesToUserQueues() {
		subscribe("a", "/user/queue/replies");
		subscribe("b", "/user/queue/rooms");
		assertThat(this.subscriptions.of(this.connection, Destination.REPLIES)).extracting(Subscription::id)
			.containsExactly("a");
		assertThat(this.subscriptions.of(this.connection, Destination.ROOMS)).extracting(Subscription::id)
			.containsExactly("b");
		then(this.updates).should().subscribe(this.connection);
		unsubscribe("a");
		then(this.updates).should(never()).unsubscribe(any());
		unsubscribe("b");
		then(this.updates).should().unsubscribe(this.connection);
		assertThat(this.subscriptions.of(this.connection)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/topic/rooms.attic", "/topic/rooms.attic.signals", "/user/queue/replies",
			"/user/queue/rooms" })
	void confirmsSubscriptionsAndTheirEnd(String destination) {
		receive(StompCommand.SUBSCRIBE, "a", destination, "r-1");
		receive(StompCommand.UNSUBSCRIBE, "a", null, "r-2");
		assertThat(this.socket.written()).containsExactly("RECEIPT\nreceipt-id:r-1\n\n\0",
				"RECEIPT\nreceipt-id:r-2\n\n\0");
	}

	@Test
	void refusesAGuestWithoutSeat() {
		assertRefused("a", "/topic/rooms.loft", ErrorCode.NOT_A_MEMBER);
		assertRefused("a", "/topic/rooms.loft.signals", ErrorCode.NOT_A_MEMBER);
		assertThat(this.subscriptions.of(this.connection)).isEmpty();
		then(this.presence).should(never()).connect(any(), any());
	}

	@Test
	void subscriptionDependsOnTheSeatWhileItIsLookedUpAndReceivesNothing() {
		given(this.registry.find(ANN, ATTIC.room())).willAnswer((call) -> {
			assertThat(this.subscriptions.of(this.connection)).singleElement()
				.matches((pending) -> pending.dependsOn(ATTIC) && !pending.dependsOn(CELLAR));
			assertThat(this.subscriptions.to(Destination.events(ATTIC.room()))).isEmpty();
			return Optional.of(ATTIC);
		});
		subscribe("a", "/topic/rooms.attic");
		assertThat(this.subscriptions.to(Destination.events(ATTIC.room()))).hasSize(1);
	}

	@Test
	void connectionStaysWhenTheSeatIsFreedBeforeTheGuestIsPresent() {
		given(this.presence.connect(ATTIC, "c")).willReturn(false);
		subscribe("a", "/topic/rooms.attic");
		assertThat(this.socket.closed()).isEmpty();
	}

	@Test
	void subscriptionOfAConnectionThatIsClosedMeanwhileLeavesNothingBehind() {
		given(this.presence.connect(ATTIC, "c")).willAnswer((call) -> this.connections.remove("c").isPresent());
		subscribe("a", "/topic/rooms.attic");
		assertThat(this.subscriptions.of(this.connection)).isEmpty();
		assertThat(this.subscriptions.countRooms()).isZero();
		InOrder order = inOrder(this.presence);
		then(this.presence).should(order).connect(ATTIC, "c");
		then(this.presence).should(order, atLeastOnce()).disconnect(ATTIC, "c");
	}

	@Test
	void guestOfAConnectionThatEndsMeanwhileIsNotPresent() {
		given(this.presence.connect(ATTIC, "c")).willAnswer((call) -> {
			this.connections.remove("c");
			this.subscriptions.removeAll("c");
			return true;
		});
		subscribe("a", "/topic/rooms.attic");
		InOrder order = inOrder(this.presence);
		then(this.presence).should(order).connect(ATTIC, "c");
		then(this.presence).should(order, atLeastOnce()).disconnect(ATTIC, "c");
	}

	@Test
	void unsubscribedConnectionIsNotPresent() {
		subscribe("a", "/topic/rooms.attic");
		unsubscribe("b");
		then(this.presence).should(never()).disconnect(any(), any());
		unsubscribe("a");
		then(this.presence).should().disconnect(ATTIC, "c");
		assertThat(this.subscriptions.to(Destination.events(ATTIC.room()))).isEmpty();
	}

	@Test
	void endOfSignalsLeavesTheGuestPresent() {
		subscribe("a", "/topic/rooms.attic");
		subscribe("b", "/topic/rooms.attic.signals");
		unsubscribe("b");
		then(this.presence).should(never()).disconnect(any(), any());
	}

	@Test
	void sameIdReplacesASubscription() {
		subscribe("a", "/topic/rooms.attic");
		subscribe("a", "/topic/rooms.cellar");
		assertThat(this.subscriptions.of(this.connection)).extracting(Subscription::seat).containsExactly(CELLAR);
		then(this.presence).should().disconnect(ATTIC, "c");
		subscribe("a", "/user/queue/replies");
		assertThat(this.subscriptions.of(this.connection)).extracting(Subscription::destination)
			.containsExactly(Destination.REPLIES);
		then(this.presence).should().disconnect(CELLAR, "c");
	}

	@Test
	void sameIdMayRepeatASubscription() {
		subscribe("a", "/topic/rooms.attic");
		subscribe("a", "/topic/rooms.attic");
		assertThat(this.subscriptions.to(Destination.events(ATTIC.room()))).hasSize(1);
	}

	@Test
	void refusesTooManySubscriptions() {
		subscribe("a", "/topic/rooms.attic");
		subscribe("b", "/topic/rooms.attic.signals");
		subscribe("c", "/topic/rooms.cellar");
		subscribe("d", "/topic/rooms.cellar.signals");
		assertRefused("e", "/user/queue/replies", ErrorCode.FORBIDDEN);
		subscribe("d", "/user/queue/replies");
	}

	@Test
	void guestIsPresentUntilTheLastSubscriptionToARoomEnds() {
		subscribe("a", "/topic/rooms.attic");
		subscribe("b", "/topic/rooms.%41ttic");
		assertThat(this.subscriptions.to(Destination.events(ATTIC.room()))).extracting(Subscription::id)
			.containsExactlyInAnyOrder("a", "b");
		unsubscribe("a");
		then(this.presence).should(never()).disconnect(any(), any());
		unsubscribe("b");
		then(this.presence).should().disconnect(ATTIC, "c");
	}

	@Test
	void updatesOfRoomsEndWithTheLastSubscriptionToThem() {
		subscribe("a", "/user/queue/rooms");
		subscribe("b", "/user/queue/rooms");
		unsubscribe("a");
		then(this.updates).should(never()).unsubscribe(any());
		unsubscribe("b");
		then(this.updates).should().unsubscribe(this.connection);
	}

	@Test
	void freedSeatEndsItsSubscriptionsAndLeavesTheOthers() throws IOException {
		Connection elsewhere = new FakeSocket("d").connection(ANN);
		this.connections.add(elsewhere);
		subscribe("a", "/topic/rooms.attic");
		subscribe("b", "/topic/rooms.attic.signals");
		subscribe("d", "/topic/rooms.cellar");
		given(this.registry.find(ANN, ATTIC.room())).willReturn(Optional.empty());
		this.broker.on(new SeatFreed(ATTIC));
		assertThat(this.subscriptions.of(this.connection)).extracting(Subscription::id).containsExactly("d");
		assertThat(this.subscriptions.to(Destination.events(ATTIC.room()))).isEmpty();
		assertThat(this.subscriptions.to(Destination.signals(ATTIC.room()))).isEmpty();
		then(this.updates).should().leave(this.connection, ATTIC.room());
		then(this.updates).shouldHaveNoMoreInteractions();
		assertThat(this.socket.closed()).isEmpty();
		unsubscribe("a");
		assertThat(this.socket.closed()).isEmpty();
	}

	@Test
	void anotherSeatInTheRoomClosesTheConnectionsOfTheFreedOne() throws IOException {
		Connection elsewhere = new FakeSocket("d").connection(ANN);
		this.connections.add(elsewhere);
		subscribe("a", "/topic/rooms.attic");
		this.broker.on(new SeatFreed(ATTIC));
		assertThat(this.socket.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		assertThat(elsewhere.isClosing()).isFalse();
	}

	@Test
	void seatThatIsFreedWhileItIsLookedUpIsNoSeat() {
		given(this.registry.find(ANN, ATTIC.room())).willAnswer((call) -> {
			this.broker.on(new SeatFreed(ATTIC));
			return Optional.of(ATTIC);
		});
		assertRefused("a", "/topic/rooms.attic.signals", ErrorCode.NOT_A_MEMBER);
		assertThat(this.subscriptions.of(this.connection)).isEmpty();
	}

	@Test
	void endOfTheConnectionEndsItsSubscriptions() {
		subscribe("a", "/topic/rooms.attic");
		subscribe("b", "/topic/rooms.cellar");
		subscribe("d", "/user/queue/rooms");
		this.connections.remove("c");
		receive(StompCommand.DISCONNECT, null, null, null);
		assertThat(this.subscriptions.of(this.connection)).isEmpty();
		assertThat(this.subscriptions.countRooms()).isZero();
		then(this.presence).should().disconnect(ATTIC, "c");
		then(this.presence).should().disconnect(CELLAR, "c");
		then(this.updates).should().unsubscribe(this.connection);
	}

	@Test
	void disconnectClosesNormallyAndEndsTheSubscriptions() {
		subscribe("a", "/topic/rooms.attic");
		receive(StompCommand.DISCONNECT, null, null, null);
		assertThat(this.subscriptions.of(this.connection)).isEmpty();
		assertThat(this.socket.written()).isEmpty();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.NORMAL);
	}

	@Test
	void disconnectWithReceiptLeavesTheClientSomeTimeToClose() {
		Instant now = Instant.EPOCH;
		given(this.scheduler.getClock()).willReturn(Clock.fixed(now, ZoneOffset.UTC));
		List<Runnable> later = new ArrayList<>();
		given(this.scheduler.schedule(any(), eq(now.plusSeconds(4)))).willAnswer((call) -> {
			later.add(call.getArgument(0));
			return null;
		});
		receive(StompCommand.DISCONNECT, null, null, "bye");
		assertThat(this.socket.written()).containsExactly("RECEIPT\nreceipt-id:bye\n\n\0");
		assertThat(this.socket.closed()).isEmpty();
		later.forEach(Runnable::run);
		assertThat(this.socket.closed()).containsExactly(CloseStatus.NORMAL);
	}

	@Test
	void ignoresFramesAfterDisconnect() {
		given(this.scheduler.getClock()).willReturn(Clock.systemUTC());
		receive(StompCommand.DISCONNECT, null, null, "bye");
		receive(StompCommand.SUBSCRIBE, "a", "/topic/rooms.attic", "r-1");
		receive(StompCommand.DISCONNECT, null, null, "r-2");
		assertThat(this.subscriptions.of(this.connection)).isEmpty();
		assertThat(this.socket.written()).hasSize(1);
	}

	@Test
	void ignoresFramesOfConnectionsThatAreClosing() {
		this.connection.close(CloseStatus.GOING_AWAY);
		subscribe("a", "/topic/rooms.attic");
		this.connections.remove("c");
		subscribe("a", "/topic/rooms.attic");
		assertThat(this.subscriptions.of(this.connection)).isEmpty();
		then(this.presence).shouldHaveNoInteractions();
	}

	@Test
	void ignoresOtherFrames() {
		receive(StompCommand.SEND, null, "/topic/rooms.attic", null);
		assertThat(this.subscriptions.of(this.connection)).isEmpty();
		assertThat(this.socket.written()).isEmpty();
	}

	private void subscribe(String id, String destination) {
		receive(StompCommand.SUBSCRIBE, id, destination, null);
	}

	private void unsubscribe(String id) {
		receive(StompCommand.UNSUBSCRIBE, id, null, null);
	}

	private void assertRefused(String id, String destination, ErrorCode errorCode) {
		assertThatExceptionOfType(MessageDeliveryException.class).isThrownBy(() -> subscribe(id, destination))
			.havingCause()
			.isInstanceOfSatisfying(FrameRefusedException.class,
					(refused) -> assertThat(refused.errorCode()).isEqualTo(errorCode));
	}

	private void receive(StompCommand command, String id, String destination, String receipt) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(command);
		frame.setSessionId("c");
		frame.setSubscriptionId(id);
		if (destination != null) {
			frame.setDestination(destination);
		}
		if (receipt != null) {
			frame.setReceipt(receipt);
		}
		this.inbound.channel().send(MessageBuilder.createMessage(new byte[0], frame.getMessageHeaders()));
	}

	private static Seat seat(String id, String room) {
		return new Seat(id, RoomKey.of(room), ANN.id(), new Username("Ann"));
	}

}
