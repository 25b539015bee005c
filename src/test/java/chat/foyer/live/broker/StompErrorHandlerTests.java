package chat.foyer.live.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import chat.foyer.limit.ErrorCode;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.live.connection.FrameRefusedException;
import chat.foyer.room.Guest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import org.springframework.security.access.AccessDeniedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link StompErrorHandler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StompErrorHandlerTests {

	private static final byte[] SECRET = "{\"id\":\"m\",\"text\":\"Secret\"}".getBytes(StandardCharsets.UTF_8);

	private final Exception denied = new MessageDeliveryException(mock(), new AccessDeniedException("Secret"));

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final ReplySender replies = mock();

	private final StompErrorHandler errors = new StompErrorHandler(this.connections, this.replies);

	@ParameterizedTest
	@CsvSource({ "SUBSCRIBE, sub-0, /topic/rooms.Attic, forbidden", "SUBSCRIBE, sub-0, /topic/**, forbidden",
			"SUBSCRIBE, sub-0, /queue/replies, forbidden", "SUBSCRIBE, , /topic/rooms.Attic, bad-frame",
			"SUBSCRIBE, sub-0, , bad-frame", "SEND, , /topic/rooms.Attic, forbidden",
			"SEND, , /app/rooms.Attic.shout, forbidden", "SEND, , , bad-frame", "CONNECT, , , bad-frame",
			"BEGIN, , , forbidden" })
	void whatIsNotAdmittedHasItsWord(StompCommand command, String subscription, String destination, String word) {
		Message<byte[]> frame = frame(command, subscription, destination);
		assertThat(refusal(frame, this.denied).word()).isEqualTo(word);
	}

	@Test
	void refusalOfAHandlerKeepsItsWord() {
		Exception refused = new MessageDeliveryException(send(), new FrameRefusedException(ErrorCode.NOT_A_MEMBER));
		assertThat(refusal(send(), refused)).isEqualTo(ErrorCode.NOT_A_MEMBER);
	}

	@Test
	void frameThatCannotBeDecodedKeepsItsWord() {
		assertThat(refusal(null, new FrameRefusedException(ErrorCode.TOO_LARGE))).isEqualTo(ErrorCode.TOO_LARGE);
		assertThat(refusal(null, new StompConversionException("Limit"))).isEqualTo(ErrorCode.BAD_FRAME);
	}

	@Test
	void refusedSendIsAnsweredByAReply() throws IOException {
		Connection connection = connect();
		Message<byte[]> send = MessageBuilder.fromMessage(send())
			.setHeader(NativeMessageHeaderAccessor.NATIVE_HEADERS,
					Map.of("receipt", List.of("r-1"), "destination", List.of("/app/x")))
			.build();
		assertThat(this.errors.handleClientMessageProcessingError(send, this.denied)).isNull();
		then(this.replies).should().send(new SendFrame(connection, "r-1"), Reply.refused("m", ErrorCode.FORBIDDEN));
	}

	@Test
	void sendBeforeConnectIsAnsweredByAnError() throws IOException {
		connect();
		assertThat(refusal(send(), new IllegalStateException("Unknown session"))).isEqualTo(ErrorCode.BAD_FRAME);
		then(this.replies).shouldHaveNoInteractions();
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
		assertThat(output).contains("Handling a frame failed", "NullPointerException: fault").doesNotContain("Secret");
	}

	@Test
	void whatFailsInTheStoreIsUnavailable() {
		Exception failure = new MessageDeliveryException(send(),
				new DataAccessResourceFailureException("broken", new SQLException("broken")));
		assertThat(refusal(send(), failure)).isEqualTo(ErrorCode.UNAVAILABLE);
	}

	private Connection connect() throws IOException {
		Connection connection = new FakeSocket("c").connection(new Guest("ann"));
		this.connections.add(connection);
		return connection;
	}

	private ErrorCode refusal(Message<byte[]> frame, Exception failure) {
		return assertThatExceptionOfType(FrameRefusedException.class)
			.isThrownBy(() -> this.errors.handleClientMessageProcessingError(frame, failure))
			.actual()
			.errorCode();
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
