package chat.foyer.live;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.messaging.StompSubProtocolErrorHandler;

/**
 * Answers a frame that is refused with an ERROR frame (STOMP 1.2, "ERROR") whose
 * {@code message} is the word of a {@link ErrorCode}, and never what an exception says.
 * The connection is closed behind it, as STOMP asks for.
 */
@Component
class StompErrorHandler extends StompSubProtocolErrorHandler implements ChannelInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(StompErrorHandler.class);

	private static final byte[] NO_BODY = new byte[0];

	private final ConnectionRegistry connections;

	private final StompFrames frames;

	private final RefusalCounter refusals;

	StompErrorHandler(ConnectionRegistry connections, StompFrames frames, RefusalCounter refusals) {
		this.connections = connections;
		this.frames = frames;
		this.refusals = refusals;
	}

	/**
	 * Refuses what a connection sent, and closes it.
	 */
	void refuse(String session, ErrorCode refusal) {
		this.connections.find(session).filter((connection) -> !connection.isClosing()).ifPresent((connection) -> {
			logger.info("A connection is refused: {}", refusal.word());
			this.refusals.count(refusal);
			connection.send(this.frames.error(refusal));
			connection.close(CloseStatuses.refused(refusal));
		});
	}

	/**
	 * Behind a frame that is refused nothing is carried out but the end of the
	 * connection.
	 */
	@Override
	public @Nullable Message<?> preSend(Message<?> message, MessageChannel inbound) {
		String session = SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
		boolean isBehindTheEnd = session != null
				&& SimpMessageHeaderAccessor.getMessageType(message.getHeaders()) != SimpMessageType.DISCONNECT
				&& this.connections.find(session).filter(Connection::isClosing).isPresent();
		return isBehindTheEnd ? null : message;
	}

	/**
	 * Leaves the answer to {@link ConnectionHandler}: Spring drops an ERROR frame when it
	 * writes another frame at the same moment.
	 */
	@Override
	public Message<byte[]> handleClientMessageProcessingError(@Nullable Message<byte[]> message, Throwable ex) {
		// What the channel did not throw, Spring finds wrong with the frame itself.
		ErrorCode refusal = (message != null && ex instanceof MessagingException)
				? refusal(ex, StompHeaderAccessor.wrap(message)) : ErrorCode.BAD_FRAME;
		throw new FrameRefusedException(refusal, ex);
	}

	@Override
	protected Message<byte[]> handleInternal(StompHeaderAccessor error, byte[] body, @Nullable Throwable cause,
			@Nullable StompHeaderAccessor frame) {
		ErrorCode refusal = refusal(cause, frame);
		logger.info("A connection is refused: {}", refusal.word());
		error.setMessage(refusal.word());
		return MessageBuilder.createMessage(NO_BODY, error.getMessageHeaders());
	}

	private static ErrorCode refusal(@Nullable Throwable cause, @Nullable StompHeaderAccessor frame) {
		Throwable reason = (cause != null) ? NestedExceptionUtils.getMostSpecificCause(cause) : null;
		if (reason == null) {
			return ErrorCode.UNAVAILABLE;
		}
		if (reason instanceof FrameRefusedException refused) {
			return refused.refusal();
		}
		if (frame == null || reason instanceof StompConversionException) {
			return ErrorCode.BAD_FRAME;
		}
		if (!(reason instanceof AccessDeniedException)) {
			// Not the wrapper, which may tell what was in the frame.
			logger.error("A frame could not be carried out", reason);
			return ErrorCode.UNAVAILABLE;
		}
		if (!isWhole(frame)) {
			return ErrorCode.BAD_FRAME;
		}
		boolean isRoomTopic = frame.getMessageType() == SimpMessageType.SUBSCRIBE
				&& Destinations.roomOfTopic(frame.getDestination())
					.or(() -> Destinations.roomOfSignals(frame.getDestination()))
					.isPresent();
		return isRoomTopic ? ErrorCode.NOT_A_MEMBER : ErrorCode.FORBIDDEN;
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
