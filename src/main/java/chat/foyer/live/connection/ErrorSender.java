package chat.foyer.live.connection;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RefusalCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Answers what a connection sent with an ERROR frame (STOMP 1.2, "ERROR"), and closes the
 * connection behind it. The frame's {@code message} is the word of an {@link ErrorCode},
 * and never the text of an exception. Thread-safe; does not block.
 */
@Component
public class ErrorSender {

	private static final Logger logger = LoggerFactory.getLogger(ErrorSender.class);

	private static final byte[] NO_BODY = new byte[0];

	private final StompEncoder encoder = new StompEncoder();

	private final RefusalCounter refusals;

	public ErrorSender(RefusalCounter refusals) {
		this.refusals = refusals;
	}

	/**
	 * Refuses what a connection sent. Does nothing if the connection is being closed.
	 */
	public void refuse(Connection connection, ErrorCode errorCode) {
		if (!connection.isClosing()) {
			logger.info("A connection is refused: {}", errorCode.word());
			this.refusals.count(errorCode);
			StompHeaderAccessor error = StompHeaderAccessor.create(StompCommand.ERROR);
			error.setMessage(errorCode.word());
			connection.send(this.encoder.encode(error.getMessageHeaders(), NO_BODY));
			connection.close(CloseStatuses.refused(errorCode));
		}
	}

}
