package chat.foyer.live.broker;

import java.io.IOException;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.live.connection.FrameRefusedException;
import chat.foyer.room.Guest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link Admission}.
 */
class AdmissionTests {

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final FrameInterceptor interceptor = new FrameInterceptor(this.connections);

	private final Admission admission = new Admission(TestLimits.of());

	@BeforeEach
	void connect() throws IOException {
		this.connections.add(new FakeSocket("c").connection(new Guest("ann")));
	}

	@Test
	void admitsSubscriptionsToTopics() {
		assertThat(isAdmitted(StompCommand.SUBSCRIBE, "/topic/rooms.Attic")).isTrue();
		assertThat(isAdmitted(StompCommand.SUBSCRIBE, "/topic/rooms.Attic.signals")).isTrue();
	}

	@Test
	void admitsSubscriptionsToUserQueues() {
		assertThat(isAdmitted(StompCommand.SUBSCRIBE, "/user/queue/replies")).isTrue();
		assertThat(isAdmitted(StompCommand.SUBSCRIBE, "/user/queue/rooms")).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "/topic/**", "/topic/rooms.*", "/topic/rooms.{a}", "/queue/replies",
			"/queue/replies-user0", "/queue/**", "/user/queue/*", "/user/queue/replies/", "/user/queue/errors",
			"/user/ann/queue/replies", "/app/rooms.Attic.say" })
	void nothingElseMayBeListenedTo(String destination) {
		assertThat(isAdmitted(StompCommand.SUBSCRIBE, destination)).isFalse();
	}

	@Test
	void admitsMessagesAndSignalsAndReadPositions() {
		assertThat(isAdmitted(StompCommand.SEND, "/app/rooms.Attic.say")).isTrue();
		assertThat(isAdmitted(StompCommand.SEND, "/app/rooms.Attic.signal")).isTrue();
		assertThat(isAdmitted(StompCommand.SEND, "/app/rooms.Attic.read")).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "/topic/rooms.Attic", "/topic/**", "/queue/replies", "/queue/replies-user0",
			"/user/queue/replies", "/user/ann/queue/replies", "/app/**", "/app/rooms.*.say", "/app/rooms.Attic",
			"/app/rooms.Attic.shout", "/app/rooms.Attic.signals", "/topic/rooms.Attic.signals" })
	void nothingElseMayBeSentTo(String destination) {
		assertThat(isAdmitted(StompCommand.SEND, destination)).isFalse();
	}

	@Test
	void subscriptionWithoutIdIsRefused() {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SUBSCRIBE);
		frame.setDestination("/topic/rooms.Attic");
		assertThat(isAdmitted(frame)).isFalse();
	}

	@Test
	void endOfASubscriptionWithoutIdIsRefused() {
		assertThat(isAdmitted(StompHeaderAccessor.create(StompCommand.UNSUBSCRIBE))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "1.2, true", "'1.0,1.1,1.2', true", "'1.0,1.1', false", "12, false", "'', false" })
	void whoeverConnectsSpeaksStompAsSpokenHere(String versions, boolean isAdmitted) {
		for (StompCommand command : new StompCommand[] { StompCommand.CONNECT, StompCommand.STOMP }) {
			StompHeaderAccessor frame = StompHeaderAccessor.create(command);
			frame.setAcceptVersion(versions);
			if (isAdmitted) {
				assertThat(isAdmitted(frame)).isTrue();
			}
			else {
				assertRefused(frame, ErrorCode.BAD_FRAME);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "client, FORBIDDEN", "client-individual, FORBIDDEN", "always, BAD_FRAME" })
	void subscriptionsAreAcknowledgedAutomatically(String ack, ErrorCode errorCode) {
		assertThat(isAdmitted(subscribe("auto"))).isTrue();
		assertRefused(subscribe(ack), errorCode);
	}

	@Test
	void messagesOfTransactionsAreRefused() {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SEND);
		frame.setDestination("/app/rooms.Attic.say");
		frame.setNativeHeader("transaction", "1");
		assertRefused(frame, ErrorCode.FORBIDDEN);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNSUBSCRIBE", "DISCONNECT" })
	void connectionsMayEnd(StompCommand command) {
		assertThat(isAdmitted(command, null)).isTrue();
	}

	@Test
	void heartBeatsAreLetIn() {
		assertThat(isAdmitted(StompHeaderAccessor.createForHeartbeat())).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "CONNECTED", "RECEIPT", "ERROR" })
	void whatNobodyNeedsIsRefused(StompCommand command) {
		assertThat(isAdmitted(command, "/app/rooms.Attic.say")).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "ACK", "NACK", "BEGIN", "COMMIT", "ABORT" })
	void acknowledgementsAndTransactionsAreRefused(StompCommand command) {
		assertRefused(StompHeaderAccessor.create(command), ErrorCode.FORBIDDEN);
	}

	@Test
	void whatIsNoFrameIsRefused() {
		assertThat(isAdmitted(new GenericMessage<>(new byte[0]))).isFalse();
	}

	private static StompHeaderAccessor subscribe(String ack) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SUBSCRIBE);
		frame.setSubscriptionId("sub-0");
		frame.setDestination("/topic/rooms.Attic");
		frame.setAck(ack);
		return frame;
	}

	private boolean isAdmitted(StompCommand command, String destination) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(command);
		frame.setSubscriptionId("sub-0");
		if (destination != null) {
			frame.setDestination(destination);
		}
		return isAdmitted(frame);
	}

	private boolean isAdmitted(StompHeaderAccessor frame) {
		frame.setSessionId("c");
		return isAdmitted(
				this.interceptor.preSend(MessageBuilder.createMessage(new byte[0], frame.getMessageHeaders()), mock()));
	}

	private void assertRefused(StompHeaderAccessor frame, ErrorCode errorCode) {
		assertThatExceptionOfType(FrameRefusedException.class).isThrownBy(() -> isAdmitted(frame))
			.satisfies((refused) -> assertThat(refused.errorCode()).isEqualTo(errorCode));
	}

	private boolean isAdmitted(Message<?> message) {
		return this.admission.authorize(() -> null, message).isGranted();
	}

}
