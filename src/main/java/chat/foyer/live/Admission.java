package chat.foyer.live;

import java.util.function.Supplier;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.connection.Guests;
import chat.foyer.room.RoomRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Which frames are let in: those to the destinations that exist, in their exact form, and
 * the topics of a room only for who has a seat there. All else is refused.
 * <p>
 * Whoever speaks in a room without a seat is told so in the answer, by
 * {@link SayController}.
 */
@Component
class Admission implements AuthorizationManager<Message<?>> {

	private static final String VERSION = "1.2";

	private final RoomRegistry registry;

	private final LimitsProperties limits;

	Admission(RoomRegistry registry, LimitsProperties limits) {
		this.registry = registry;
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
		String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
		SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
		boolean isLetIn = (type != null) && switch (type) {
			case HEARTBEAT, DISCONNECT -> true;
			case UNSUBSCRIBE -> SimpMessageHeaderAccessor.getSubscriptionId(message.getHeaders()) != null;
			case CONNECT -> StompHeaderAccessor.wrap(message).getAcceptVersion().contains(VERSION);
			case SUBSCRIBE -> SimpMessageHeaderAccessor.getSubscriptionId(message.getHeaders()) != null
					&& (Destinations.USER_REPLIES.equals(destination) || Destinations.USER_ROOMS.equals(destination)
							|| maySubscribe(authentication.get(), destination));
			case MESSAGE ->
				Destinations.roomOfSay(destination).isPresent() || Destinations.roomOfSignal(destination).isPresent()
						|| Destinations.roomOfRead(destination).isPresent();
			default -> false;
		};
		return new AuthorizationDecision(isLetIn);
	}

	private boolean maySubscribe(@Nullable Authentication authentication, @Nullable String destination) {
		return Guests.of(authentication)
			.flatMap((guest) -> Destinations.roomOfTopic(destination)
				.or(() -> Destinations.roomOfSignals(destination))
				.flatMap((room) -> this.registry.find(guest, room)))
			.isPresent();
	}

}
