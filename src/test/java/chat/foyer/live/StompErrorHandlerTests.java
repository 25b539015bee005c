package chat.foyer.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link StompErrorHandler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StompErrorHandlerTests {

	private static final byte[] SECRET = "Secret".getBytes(StandardCharsets.UTF_8);

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final Exception denied = new MessageDeliveryException(mock(), new AccessDeniedException("Secret"));

	private StompErrorHandler errors;

	private FakeSocket socket;

	@BeforeEach
	void connect() throws IOException {
		this.errors = new StompErrorHandler(this.connections, new StompFrames(JsonMapper.shared()),
				TestLimits.refusals());
		this.socket = new FakeSocket("c");
		this.connections.add(this.socket.connection(new Guest("ann")));
	}

	@ParameterizedTest
	@CsvSource({ "SUBSCRIBE, sub-0, /topic/rooms.Attic, not-a-member", "SUBSCRIBE, sub-0, /topic/**, forbidden",
			"SUBSCRIBE, sub-0, /queue/replies, forbidden", "SUBSCRIBE, , /topic/rooms.Attic, bad-frame",
			"SUBSCRIBE, sub-0, , bad-frame", "SEND, , /topic/rooms.Attic, forbidden",
			"SEND, , /app/rooms.Attic.shout, forbidden", "SEND, , , bad-frame", "CONNECT, , , bad-frame",
			"BEGIN, , , forbidden" })
	void whatIsNotAdmittedHasItsWord(StompCommand command, String subscription, String destination, String word) {
		Message<byte[]> frame = frame(command, subscription, destination);
		assertThat(refusal(frame, this.denied).word()).isEqualTo(word);
	}

	@Test
	void whatCannotBeReadIsABadFrame() {
		assertThat(refusal(null, new StompConversionException("Illegal header"))).isEqualTo(ErrorCode.BAD_FRAME);
	}

	@Test
	void whatIsNoCommandIsABadFrame() {
		assertThat(refusal(null, new IllegalArgumentException("No enum constant"))).isEqualTo(ErrorCode.BAD_FRAME);
	}

	@Test
	void whatComesOutOfTurnIsABadFrameAndNotLogged(CapturedOutput output) {
		assertThat(refusal(send(), new IllegalStateException("Unknown session"))).isEqualTo(ErrorCode.BAD_FRAME);
		assertThat(refusal(send(), new NumberFormatException("heart-beat"))).isEqualTo(ErrorCode.BAD_FRAME);
		assertThat(output).doesNotContain("Unknown session", "heart-beat");
	}

	@Test
	void faultOfTheServerIsUnavailableAndLogged(CapturedOutput output) {
		Exception fault = new MessageDeliveryException(send(), "Secret wrapper", new NullPointerException("fault"));
		assertThat(refusal(send(), fault)).isEqualTo(ErrorCode.UNAVAILABLE);
		assertThat(output).contains("A frame could not be carried out", "NullPointerException: fault")
			.doesNotContain("Secret");
	}

	@Test
	void whoIsToldThatTheServerFailedIsClosedForThat() {
		this.errors.refuse("c", ErrorCode.UNAVAILABLE);
		assertThat(this.socket.closed()).extracting(CloseStatus::getCode).containsExactly(1011);
	}

	@Test
	void connectionIsRefusedOnce() {
		this.errors.refuse("c", ErrorCode.FORBIDDEN);
		this.errors.refuse("c", ErrorCode.BAD_FRAME);
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:forbidden\ncontent-length:0\n\n\0");
	}

	@Test
	void whatFailsInTheStoreIsUnavailable() {
		Exception failure = new MessageDeliveryException(send(),
				new DataAccessResourceFailureException("broken", new SQLException("broken")));
		assertThat(refusal(send(), failure)).isEqualTo(ErrorCode.UNAVAILABLE);
	}

	@Test
	void whatTheBrokerRefusesIsUnavailableAndDoesNotSayWhy() {
		StompHeaderAccessor refused = StompHeaderAccessor.create(StompCommand.ERROR);
		refused.setMessage("Secret");
		Message<byte[]> error = this.errors
			.handleErrorMessageToClient(MessageBuilder.createMessage(SECRET, refused.getMessageHeaders()));
		StompHeaderAccessor headers = StompHeaderAccessor.wrap(error);
		assertThat(headers.getMessage()).isEqualTo("unavailable");
		assertThat(headers.toNativeHeaderMap().toString()).doesNotContain("Secret");
		assertThat(error.getPayload()).isEmpty();
	}

	@Test
	void connectionIsClosedBehindTheError() {
		this.socket.stopReading();
		this.errors.refuse("c", ErrorCode.FORBIDDEN);
		assertThat(this.socket.closed()).isEmpty();
		this.socket.readOne();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.PROTOCOL_ERROR.withReason("forbidden"));
	}

	@Test
	void whoSendsTooMuchIsToldSoByTheStatusToo() {
		this.errors.refuse("c", ErrorCode.TOO_LARGE);
		assertThat(this.socket.closed()).containsExactly(CloseStatus.TOO_BIG_TO_PROCESS.withReason("too-large"));
	}

	@Test
	void otherConnectionsAreLeftAlone() {
		this.errors.refuse("d", ErrorCode.FORBIDDEN);
		assertThat(this.socket.written()).isEmpty();
		assertThat(this.socket.closed()).isEmpty();
	}

	private ErrorCode refusal(Message<byte[]> frame, Exception failure) {
		return assertThatExceptionOfType(FrameRefusedException.class)
			.isThrownBy(() -> this.errors.handleClientMessageProcessingError(frame, failure))
			.actual()
			.refusal();
	}

	private static Message<byte[]> send() {
		return frame(StompCommand.SEND, null, "/app/rooms.Attic.say");
	}

	private static Message<byte[]> frame(StompCommand command, String subscription, String destination) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(command);
		frame.setSessionId("c");
		if (subscription != null) {
			frame.setSubscriptionId(subscription);
		}
		if (destination != null) {
			frame.setDestination(destination);
		}
		return MessageBuilder.createMessage(SECRET, frame.getMessageHeaders());
	}

}
