package chat.foyer.live.broker;

import java.util.function.Supplier;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.connection.FrameRefusedException;
import chat.foyer.live.connection.Guests;
import chat.foyer.room.RoomRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Admits frames of the commands and to the destinations that exist, and rejects all
 * others. {@link StompBroker} and the controllers check who has a seat.
 */
@Component
public class Admission implements AuthorizationManager<Message<?>> {

	private static final String VERSION = "1.2";

	private final LimitsProperties limits;

	Admission(LimitsProperties limits) {
		this.limits = limits;
	}

	/**
	 * Decides about a frame.
	 * @throws FrameRefusedException if its body is too large, in however many parts it
	 * came
	 */
	@Override
	public AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			Message<?> message) {
		if (message.getPayload() instanceof byte[] body && body.length > this.limits.frame().toBytes()) {
			throw new FrameRefusedException(ErrorCode.TOO_LARGE);
		}
		MessageHeaders headers = message.getHeaders();
		Destination destination = FrameInterceptor.destination(headers);
		SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(headers);
		boolean isAdmitted = (type != null) && switch (type) {
			case HEARTBEAT, DISCONNECT -> true;
			case UNSUBSCRIBE -> SimpMessageHeaderAccessor.getSubscriptionId(headers) != null;
			case CONNECT -> StompHeaderAccessor.wrap(message).getAcceptVersion().contains(VERSION);
			case SUBSCRIBE -> SimpMessageHeaderAccessor.getSubscriptionId(headers) != null && destination != null
					&& destination.type().isForSubscriptions();
			case MESSAGE -> destination != null && !destination.type().isForSubscriptions();
			default -> false;
		};
		return new AuthorizationDecision(isAdmitted);
	}

}
