package chat.foyer.live.connection;

import java.nio.charset.StandardCharsets;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RefusalCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;

/**
 * Answers what a connection sent with an ERROR frame (STOMP 1.2, "ERROR"), and closes the
 * connection behind it. The frame's {@code message} is the word of an {@link ErrorCode},
 * and its body an explanation or empty. Thread-safe; does not block.
 */
@Component
public class ErrorSender {

	private static final Logger logger = LoggerFactory.getLogger(ErrorSender.class);

	private static final MimeType TEXT = new MimeType("text", "plain", StandardCharsets.UTF_8);

	private final StompEncoder encoder = new StompEncoder();

	private final RefusalCounter refusals;

	public ErrorSender(RefusalCounter refusals) {
		this.refusals = refusals;
	}

	/**
	 * Refuses what a connection sent. Does nothing if the connection takes no frames any
	 * more.
	 */
	public void refuse(Connection connection, ErrorCode errorCode) {
		refuse(connection, new FrameRefusedException(errorCode));
	}

	/**
	 * Refuses a frame. Does nothing if the connection takes no frames any more.
	 */
	public void refuse(Connection connection, FrameRefusedException refused) {
		ErrorCode errorCode = refused.errorCode();
		if (connection.takesFrames() && connection.close(CloseStatuses.refused(errorCode), encode(refused))) {
			logger.info("A connection is refused: {}", errorCode.word());
			this.refusals.count(errorCode);
		}
	}

	private byte[] encode(FrameRefusedException refused) {
		StompHeaderAccessor error = StompHeaderAccessor.create(StompCommand.ERROR);
		error.setMessage(refused.errorCode().word());
		refused.headers().forEach(error::setNativeHeader);
		if (!refused.explanation().isEmpty()) {
			error.setContentType(TEXT);
		}
		return this.encoder.encode(error.getMessageHeaders(), refused.explanation().getBytes(StandardCharsets.UTF_8));
	}

}
