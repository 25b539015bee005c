package chat.foyer.live.broker;

import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FrameRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.messaging.StompSubProtocolErrorHandler;

/**
 * Decides how a frame is answered that failed. A refused SEND is answered by a reply,
 * where the connection subscribed to replies. All others are answered by an ERROR frame,
 * which {@code ConnectionHandler} sends: Spring itself would drop an ERROR frame when it
 * writes another frame at the same moment.
 */
@Component
public class StompErrorHandler extends StompSubProtocolErrorHandler {

	private static final Logger logger = LoggerFactory.getLogger(StompErrorHandler.class);

	private final ConnectionRegistry connections;

	private final ReplySender replies;

	StompErrorHandler(ConnectionRegistry connections, ReplySender replies) {
		this.connections = connections;
		this.replies = replies;
	}

	/**
	 * Called on the thread that reads from the connection. Frames that follow the failed
	 * one are handled if this returns.
	 * @param frame the frame; null if it could not be decoded
	 * @return always null, since there is nothing left for Spring to send
	 * @throws FrameRefusedException if an ERROR frame is the answer
	 */
	@Override
	public @Nullable Message<byte[]> handleClientMessageProcessingError(@Nullable Message<byte[]> frame,
			Throwable failure) {
		FrameRefusedException refused = refusal(frame, failure);
		if (frame == null) {
			throw refused;
		}
		StompHeaderAccessor headers = StompHeaderAccessor.wrap(frame);
		Optional<Connection> connection = Optional.ofNullable(headers.getSessionId()).flatMap(this.connections::find);
		if (connection.isPresent() && isAnsweredByReply(headers, failure)) {
			this.replies.send(new SendFrame(connection.get(), headers.getReceipt()),
					Reply.refused(StrictJsonMessageConverter.idIn(frame.getPayload()), refused.errorCode()));
			return null;
		}
		throw (headers.getReceipt() != null) ? refused.with("receipt-id", headers.getReceipt()) : refused;
	}

	private static boolean isAnsweredByReply(StompHeaderAccessor headers, Throwable failure) {
		return headers.getCommand() == StompCommand.SEND && failure instanceof MessagingException
				&& headers.getFirstNativeHeader(Admission.TRANSACTION) == null;
	}

	private static FrameRefusedException refusal(@Nullable Message<byte[]> frame, Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		if (cause instanceof FrameRefusedException refused) {
			return refused;
		}
		if (frame == null || !(failure instanceof MessagingException)) {
			// Spring's protocol handler rejected the frame, as one out of turn.
			return new FrameRefusedException(ErrorCode.BAD_FRAME, "A session begins with one CONNECT frame.");
		}
		if (cause instanceof AccessDeniedException) {
			return isComplete(StompHeaderAccessor.wrap(frame))
					? new FrameRefusedException(ErrorCode.FORBIDDEN, "The command or destination does not exist.")
					: new FrameRefusedException(ErrorCode.BAD_FRAME, "A required header is missing.");
		}
		// The wrapper's message may contain the frame.
		logger.error("Handling a frame failed", cause);
		return new FrameRefusedException(ErrorCode.UNAVAILABLE);
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
