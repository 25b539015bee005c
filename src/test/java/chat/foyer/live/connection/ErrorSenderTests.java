package chat.foyer.live.connection;

import java.io.IOException;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.TestLimits;
import chat.foyer.room.Guest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ErrorSender}.
 */
class ErrorSenderTests {

	private final ErrorSender errors = new ErrorSender(TestLimits.refusals());

	private FakeSocket socket;

	private Connection connection;

	@BeforeEach
	void connect() throws IOException {
		this.socket = new FakeSocket("c");
		this.connection = this.socket.connection(new Guest("ann"));
	}

	@ParameterizedTest
	@EnumSource
	void errorHasItsWordAndNothingElse(ErrorCode errorCode) {
		this.errors.refuse(this.connection, errorCode);
		assertThat(this.socket.written())
			.containsExactly("ERROR\nmessage:" + errorCode.word() + "\ncontent-length:0\n\n\0");
	}

	@Test
	void errorMayHaveHeadersAndAnExplanation() {
		this.errors.refuse(this.connection,
				new FrameRefusedException(ErrorCode.BAD_FRAME, "The reason.").with("receipt-id", "a:b"));
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:bad-frame\nreceipt-id:a\\cb\n"
				+ "content-type:text/plain;charset=UTF-8\ncontent-length:11\n\nThe reason.\0");
	}

	@Test
	void doesNotRefuseAfterDisconnect() {
		this.connection.disconnect();
		this.errors.refuse(this.connection, ErrorCode.RATE_LIMITED);
		assertThat(this.socket.written()).isEmpty();
		assertThat(this.socket.closed()).isEmpty();
	}

	@Test
	void closesWithServerErrorWhenUnavailable() {
		this.errors.refuse(this.connection, ErrorCode.UNAVAILABLE);
		assertThat(this.socket.closed()).extracting(CloseStatus::getCode).containsExactly(1011);
	}

	@Test
	void refusesAConnectionOnce() {
		this.errors.refuse(this.connection, ErrorCode.FORBIDDEN);
		this.errors.refuse(this.connection, ErrorCode.BAD_FRAME);
		assertThat(this.socket.written()).containsExactly("ERROR\nmessage:forbidden\ncontent-length:0\n\n\0");
	}

	@Test
	void closesBehindTheErrorFrame() {
		this.socket.stopReading();
		this.errors.refuse(this.connection, ErrorCode.FORBIDDEN);
		assertThat(this.socket.closed()).isEmpty();
		this.socket.readOne();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.PROTOCOL_ERROR.withReason("forbidden"));
	}

	@Test
	void closesWithTooBigWhenTooLarge() {
		this.errors.refuse(this.connection, ErrorCode.TOO_LARGE);
		assertThat(this.socket.closed()).containsExactly(CloseStatus.TOO_BIG_TO_PROCESS.withReason("too-large"));
	}

}
