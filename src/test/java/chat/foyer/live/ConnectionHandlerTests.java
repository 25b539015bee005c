package chat.foyer.live;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionLiveness;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.ErrorSender;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.live.connection.FrameRefusedException;
import chat.foyer.live.connection.Outbox;
import chat.foyer.live.handshake.ConnectionLimitInterceptor;
import chat.foyer.live.handshake.GuestHandshakeInterceptor;
import chat.foyer.live.handshake.LivenessUpgradeStrategy;
import chat.foyer.room.Guest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.isA;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link ConnectionHandler}.
 */
class ConnectionHandlerTests {

	private static final Guest ANN = new Guest("ann");

	private final WebSocketHandler stomp = mock();

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private ConnectionHandler handler;

	private FakeSocket socket;

	private WebSocketSession session;

	@BeforeEach
	void open() throws Exception {
		LimitsProperties limits = TestLimits.of("connections-per-guest=2");
		RefusalCounter refusals = TestLimits.refusals();
		this.handler = new ConnectionHandler(this.stomp, limits, this.connections, new ErrorSender(refusals),
				new ConnectionLimitInterceptor(this.connections, limits, refusals, true), this.meters);
		this.socket = new FakeSocket("c");
		this.session = this.socket.session();
		open(this.session, this.socket);
	}

	/**
	 * What a handshake leaves in a session, at one frame a second.
	 */
	private static void open(WebSocketSession session, FakeSocket socket) {
		given(session.getPrincipal()).willReturn(
				new PreAuthenticatedAuthenticationToken(ANN, "", AuthorityUtils.createAuthorityList("ROLE_GUEST")));
		given(session.getAttributes()).willReturn(Map.of(GuestHandshakeInterceptor.SESSION, "session",
				ConnectionLimitInterceptor.class.getName() + ".ADDRESS", ClientAddress.of("192.0.2.1"),
				LivenessUpgradeStrategy.class.getName() + ".LIVENESS", new ConnectionLiveness(System.nanoTime(), 1),
				LivenessUpgradeStrategy.class.getName() + ".WRITER", socket));
	}

	@Test
	void connectionIsKnownWhileItIsOpen() throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		assertThat(this.connections.find("c")).map(Connection::guest).contains(ANN);
		then(this.stomp).should().afterConnectionEstablished(isA(Outbox.class));
		this.handler.afterConnectionClosed(this.session, CloseStatus.NORMAL);
		assertThat(this.connections.find("c")).isEmpty();
		then(this.stomp).should().afterConnectionClosed(this.session, CloseStatus.NORMAL);
	}

	@Test
	void connectionWithoutGuestIsNotLetIn() throws Exception {
		given(this.session.getPrincipal()).willReturn(null);
		assertThatIllegalStateException().isThrownBy(() -> this.handler.afterConnectionEstablished(this.session));
		assertThat(this.connections.all()).isEmpty();
	}

	@Test
	void connectionThatIsClosedTwiceIsClosedOnce() throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		this.handler.afterConnectionClosed(this.session, CloseStatus.NORMAL);
		this.handler.afterConnectionClosed(this.session, CloseStatus.NORMAL);
		assertThat(this.connections.all()).isEmpty();
	}

	@Test
	void largestMessageIsPassedOn() throws Exception {
		WebSocketMessage<String> message = new TextMessage("x".repeat(20 * 1024));
		this.handler.afterConnectionEstablished(this.session);
		this.handler.handleMessage(this.session, message);
		then(this.stomp).should().handleMessage(this.session, message);
		assertThat(this.socket.written()).isEmpty();
	}

	@Test
	void whoSpeaksInBinaryMessagesIsAnsweredInThem() throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		this.handler.handleMessage(this.session, new TextMessage("SEND"));
		this.connections.find("c").orElseThrow().send(new byte[] { 'a' });
		this.handler.handleMessage(this.session, new BinaryMessage(new byte[] { 'b' }));
		this.connections.find("c").orElseThrow().send(new byte[] { 'b' });
		assertThat(this.socket.written()).containsExactly("a", "b");
		assertThat(this.socket.texts()).isEqualTo(1);
	}

	@Test
	void messageMayComeInParts() throws Exception {
		assertThat(this.handler.supportsPartialMessages()).isTrue();
		WebSocketMessage<String> beginning = new TextMessage("SEND\n\n" + "x".repeat(1024), false);
		WebSocketMessage<String> part = new TextMessage("x".repeat(1024), false);
		WebSocketMessage<String> end = new TextMessage("x".repeat(1023) + "\0", true);
		this.handler.afterConnectionEstablished(this.session);
		for (int i = 0; i < 2; i++) {
			this.handler.handleMessage(this.session, beginning);
			for (int j = 0; j < 14; j++) {
				this.handler.handleMessage(this.session, part);
			}
			this.handler.handleMessage(this.session, end);
		}
		then(this.stomp).should(times(32)).handleMessage(any(), any());
		assertThat(this.socket.closed()).isEmpty();
	}

	@Test
	void partThatMakesAMessageTooLargeIsRefusedAndNoneIsPassedOnAfterIt() throws Exception {
		WebSocketMessage<String> part = new TextMessage("x".repeat(1024), false);
		this.handler.afterConnectionEstablished(this.session);
		for (int i = 0; i < 24; i++) {
			this.handler.handleMessage(this.session, part);
		}
		then(this.stomp).should(times(20)).handleMessage(this.session, part);
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:too-large\ncontent-length:0\n\n\0");
		assertThat(this.socket.closed()).extracting(CloseStatus::getCode).containsExactly(1009);
	}

	@Test
	void frameThatIsTooLargeIsRefusedInHoweverManyMessagesItComes() throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		this.handler.handleMessage(this.session, new TextMessage("SEND\n\n" + "x".repeat(15 * 1024)));
		assertThat(this.socket.written()).isEmpty();
		this.handler.handleMessage(this.session, new TextMessage("x".repeat(15 * 1024) + "\0"));
		then(this.stomp).should(times(1)).handleMessage(any(), any());
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:too-large\ncontent-length:0\n\n\0");
	}

	@Test
	void pongAmongThePartsOfAMessageHidesNothingOfItAndIsNotPassedOn() throws Exception {
		WebSocketMessage<String> part = new TextMessage("x".repeat(1024), false);
		this.handler.afterConnectionEstablished(this.session);
		for (int i = 0; i < 24; i++) {
			this.handler.handleMessage(this.session, part);
			if (i == 10) {
				this.handler.handleMessage(this.session, new PongMessage());
			}
		}
		then(this.stomp).should(times(20)).handleMessage(this.session, part);
		then(this.stomp).should(never()).handleMessage(any(), isA(PongMessage.class));
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:too-large\ncontent-length:0\n\n\0");
	}

	@Test
	void frameThatIsRefusedClosesTheConnectionBehindTheError() throws Exception {
		willThrow(new FrameRefusedException(ErrorCode.FORBIDDEN)).given(this.stomp).handleMessage(any(), any());
		this.handler.afterConnectionEstablished(this.session);
		this.handler.handleMessage(this.session, new TextMessage("SEND"));
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:forbidden\ncontent-length:0\n\n\0");
		assertThat(this.socket.closed()).containsExactly(CloseStatus.PROTOCOL_ERROR.withReason("forbidden"));
	}

	@Test
	void whoSendsFrameAfterFrameIsRefused() throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		for (int i = 0; i < 12; i++) {
			this.handler.handleMessage(this.session, new TextMessage("\n"));
		}
		then(this.stomp).should(times(10)).handleMessage(any(), any());
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:rate-limited\ncontent-length:0\n\n\0");
		assertThat(this.socket.closed()).containsExactly(CloseStatuses.RATE_LIMITED);
	}

	@Test
	void whoSlipsThroughTheDoorTooOftenIsClosed() throws Exception {
		for (String id : List.of("1", "2", "3")) {
			FakeSocket another = new FakeSocket(id);
			open(another.session(), another);
			this.handler.afterConnectionEstablished(another.session());
			assertThat(another.closed()).hasSize(id.equals("3") ? 1 : 0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "SEND, false", "'SEND\\n\\n\\0', true", "'SEND\\n\\n\\0\\n', true",
			"'SEND\\r\\n\\r\\n\\0\\r\\n\\n', true", "'\\n', true", "'\\r\\n', true", "'SEND\\n', false",
			"'SEND\\0', false", "'SEND\\ncontent-length:4\\n\\n\\0\\0\\0', false" })
	void halfFrameIsSeenUnlessItIsAHeartBeat(String text, boolean isWhole) throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		ConnectionLiveness liveness = this.connections.find("c").orElseThrow().liveness();
		liveness.connect(0, TestLimits.of());
		String frame = text.translateEscapes();
		this.handler.handleMessage(this.session, new TextMessage(frame));
		long later = System.nanoTime() + Duration.ofSeconds(11).toNanos();
		assertThat(liveness.overdue(later, TestLimits.of()).isEmpty()).isEqualTo(isWhole);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void framesPackedIntoOneMessageCountEach(boolean isBinary) throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		this.handler.handleMessage(this.session, message("SEND\n\nx\0".repeat(10), isBinary));
		assertThat(this.socket.written()).isEmpty();
		this.handler.handleMessage(this.session, message("SEND\n\nx\0".repeat(2), isBinary));
		then(this.stomp).should(times(1)).handleMessage(any(), any());
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:rate-limited\ncontent-length:0\n\n\0");
		assertThat(this.socket.closed()).containsExactly(CloseStatuses.RATE_LIMITED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void frameCutIntoSingleBytesCountsLittleMoreThanOnce(boolean isBinary) throws Exception {
		String frame = "SEND\ncontent-length:4\n\n\0a\0b\0";
		this.handler.afterConnectionEstablished(this.session);
		for (int i = 0; i < 3; i++) {
			for (int at = 0; at < frame.length(); at++) {
				this.handler.handleMessage(this.session, message(frame.substring(at, at + 1), isBinary));
			}
		}
		then(this.stomp).should(times(3 * frame.length())).handleMessage(any(), any());
		assertThat(this.socket.written()).isEmpty();
	}

	private static WebSocketMessage<?> message(String text, boolean isBinary) {
		return isBinary ? new BinaryMessage(text.getBytes(StandardCharsets.UTF_8)) : new TextMessage(text);
	}

	@Test
	void countsConnectionsThatTheServerClosesByReason() throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		this.connections.find("c").orElseThrow().close(CloseStatuses.SESSION_ENDED);
		this.handler.afterConnectionClosed(this.session, CloseStatuses.SESSION_ENDED);
		this.handler.afterConnectionClosed(this.session, CloseStatuses.SESSION_ENDED);
		assertThat(this.meters.get("foyer.cuts").tag("reason", "session-ended").counter().count()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1001, 1013 })
	void countsStatusesWithoutReason(int code) throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		this.connections.find("c").orElseThrow().close(new CloseStatus(code));
		this.handler.afterConnectionClosed(this.session, CloseStatus.NO_CLOSE_FRAME);
		assertThat(
				this.meters.get("foyer.cuts").tag("reason", (code == 1001) ? "going-away" : "slow").counter().count())
			.isEqualTo(1);
	}

	@Test
	void closingByTheClientIsNotCounted() throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		this.handler.afterConnectionClosed(this.session, CloseStatuses.SESSION_ENDED);
		assertThat(this.meters.find("foyer.cuts").counters()).isEmpty();
	}

	@Test
	void largerOneIsRefusedAndTheConnectionClosed() throws Exception {
		this.handler.afterConnectionEstablished(this.session);
		this.handler.handleMessage(this.session, new TextMessage("\u20AC".repeat(7 * 1024)));
		then(this.stomp).should(never()).handleMessage(any(), any());
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:too-large\ncontent-length:0\n\n\0");
		assertThat(this.socket.closed()).extracting(CloseStatus::getCode).containsExactly(1009);
	}

}
