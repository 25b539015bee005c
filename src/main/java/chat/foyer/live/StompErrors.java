package chat.foyer.live;

import chat.foyer.message.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.messaging.StompSubProtocolErrorHandler;

/**
 * Answers a frame that is refused with an ERROR frame (STOMP 1.2, "ERROR") whose
 * {@code message} is the word of a {@link Refusal}, and never what an exception says. The
 * connection is closed behind it, as STOMP asks for.
 */
@Component
class StompErrors extends StompSubProtocolErrorHandler {

	private static final Logger logger = LoggerFactory.getLogger(StompErrors.class);

	private static final byte[] NO_BODY = new byte[0];

	@Override
	protected Message<byte[]> handleInternal(StompHeaderAccessor error, byte[] body, @Nullable Throwable cause,
			@Nullable StompHeaderAccessor frame) {
		Refusal refusal = refusal(cause, frame);
		logger.info("A connection is refused: {}", refusal.word());
		error.setMessage(refusal.word());
		return MessageBuilder.createMessage(NO_BODY, error.getMessageHeaders());
	}

	private static Refusal refusal(@Nullable Throwable cause, @Nullable StompHeaderAccessor frame) {
		if (cause == null) {
			return Refusal.UNAVAILABLE;
		}
		if (!(NestedExceptionUtils.getMostSpecificCause(cause) instanceof AccessDeniedException) || frame == null) {
			return Refusal.BAD_FRAME;
		}
		boolean isRoomTopic = frame.getMessageType() == SimpMessageType.SUBSCRIBE
				&& Destinations.roomOfTopic(frame.getDestination()).isPresent();
		return isRoomTopic ? Refusal.NOT_A_MEMBER : Refusal.FORBIDDEN;
	}

}
