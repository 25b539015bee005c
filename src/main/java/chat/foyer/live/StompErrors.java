package chat.foyer.live;

import java.sql.SQLException;

import chat.foyer.message.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.messaging.StompSubProtocolErrorHandler;

/**
 * Answers a frame that is refused with an ERROR frame (STOMP 1.2, "ERROR") whose
 * {@code message} is the word of a {@link Refusal}, and never what an exception says. The
 * connection is closed behind it, as STOMP asks for.
 */
@Component
class StompErrors extends StompSubProtocolErrorHandler implements ChannelInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(StompErrors.class);

	private static final byte[] NO_BODY = new byte[0];

	private final Connections connections;

	private final StompFrames frames;

	StompErrors(Connections connections, StompFrames frames) {
		this.connections = connections;
		this.frames = frames;
	}

	/**
	 * Refuses what a connection sent, and closes it.
	 */
	void refuse(String session, Refusal refusal) {
		logger.info("A connection is refused: {}", refusal.word());
		this.connections.find(session).ifPresent((connection) -> {
			connection.send(this.frames.error(refusal));
			connection
				.close((refusal == Refusal.TOO_LARGE) ? CloseStatus.TOO_BIG_TO_PROCESS : CloseStatus.PROTOCOL_ERROR);
		});
	}

	/**
	 * Where Spring preserves the order of frames it keeps it to itself that one is not
	 * admitted.
	 */
	@Override
	public void afterSendCompletion(Message<?> message, MessageChannel inbound, boolean sent, @Nullable Exception ex) {
		StompHeaderAccessor frame = StompHeaderAccessor.wrap(message);
		String session = frame.getSessionId();
		if (ex != null && session != null) {
			refuse(session, refusal(ex, frame));
		}
	}

	/**
	 * Leaves the answer to {@link ConnectionHandler}: Spring drops an ERROR frame when it
	 * writes another frame at the same moment.
	 */
	@Override
	public Message<byte[]> handleClientMessageProcessingError(@Nullable Message<byte[]> message, Throwable ex) {
		throw new FrameRefusedException(refusal(ex, (message != null) ? StompHeaderAccessor.wrap(message) : null), ex);
	}

	@Override
	protected Message<byte[]> handleInternal(StompHeaderAccessor error, byte[] body, @Nullable Throwable cause,
			@Nullable StompHeaderAccessor frame) {
		Refusal refusal = refusal(cause, frame);
		logger.info("A connection is refused: {}", refusal.word());
		error.setMessage(refusal.word());
		return MessageBuilder.createMessage(NO_BODY, error.getMessageHeaders());
	}

	private static Refusal refusal(@Nullable Throwable cause, @Nullable StompHeaderAccessor frame) {
		Throwable reason = (cause != null) ? NestedExceptionUtils.getMostSpecificCause(cause) : null;
		if (reason == null || reason instanceof SQLException) {
			return Refusal.UNAVAILABLE;
		}
		if (!(reason instanceof AccessDeniedException) || frame == null || !isWhole(frame)) {
			return Refusal.BAD_FRAME;
		}
		boolean isRoomTopic = frame.getMessageType() == SimpMessageType.SUBSCRIBE
				&& Destinations.roomOfTopic(frame.getDestination())
					.or(() -> Destinations.roomOfSignals(frame.getDestination()))
					.isPresent();
		return isRoomTopic ? Refusal.NOT_A_MEMBER : Refusal.FORBIDDEN;
	}

	/**
	 * Whether the frame has the headers without which it means nothing.
	 */
	private static boolean isWhole(StompHeaderAccessor frame) {
		SimpMessageType type = frame.getMessageType();
		return type == SimpMessageType.OTHER || (frame.getDestination() != null
				&& (type != SimpMessageType.SUBSCRIBE || frame.getSubscriptionId() != null));
	}

}
