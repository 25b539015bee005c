package chat.foyer.live.broker;

import chat.foyer.limit.ErrorCode;
import chat.foyer.live.connection.FrameRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.messaging.StompSubProtocolErrorHandler;

/**
 * Translates what fails while a frame is handled into a {@link FrameRefusedException},
 * which {@code ConnectionHandler} answers. Spring itself would drop an ERROR frame when
 * it writes another frame at the same moment.
 */
@Component
public class StompErrorHandler extends StompSubProtocolErrorHandler {

	private static final Logger logger = LoggerFactory.getLogger(StompErrorHandler.class);

	/**
	 * Called on the thread that reads from the connection.
	 * @param frame the frame; null if it could not be decoded
	 * @throws FrameRefusedException always
	 */
	@Override
	public Message<byte[]> handleClientMessageProcessingError(@Nullable Message<byte[]> frame, Throwable failure) {
		throw new FrameRefusedException(errorCode(frame, failure), failure);
	}

	private static ErrorCode errorCode(@Nullable Message<byte[]> frame, Throwable failure) {
		if (frame == null || !(failure instanceof MessagingException)) {
			// Spring's decoder or protocol handler rejected the frame.
			return ErrorCode.BAD_FRAME;
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		if (cause instanceof FrameRefusedException refused) {
			return refused.errorCode();
		}
		if (cause instanceof AccessDeniedException) {
			return isComplete(StompHeaderAccessor.wrap(frame)) ? ErrorCode.FORBIDDEN : ErrorCode.BAD_FRAME;
		}
		if (cause instanceof StompConversionException) {
			return ErrorCode.BAD_FRAME;
		}
		// The wrapper's message may contain the frame.
		logger.error("Handling a frame failed", cause);
		return ErrorCode.UNAVAILABLE;
	}

	/**
	 * Whether a frame has the headers that its command requires.
	 */
	private static boolean isComplete(StompHeaderAccessor frame) {
		SimpMessageType type = frame.getMessageType();
		return type == SimpMessageType.OTHER || (frame.getDestination() != null
				&& (type != SimpMessageType.SUBSCRIBE || frame.getSubscriptionId() != null));
	}

}
