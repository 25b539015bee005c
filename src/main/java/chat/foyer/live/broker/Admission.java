package chat.foyer.live.broker;

import java.util.List;
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
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
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

	/**
	 * A header of frames that are part of a transaction.
	 */
	static final String TRANSACTION = "transaction";

	private static final String VERSION = "1.2";

	private static final String NO_ACKS = "Acknowledgements are not supported: subscribe with ack:auto, and send no ACK or NACK.";

	private static final String NO_TRANSACTIONS = "Transactions are not supported.";

	private final LimitsProperties limits;

	Admission(LimitsProperties limits) {
		this.limits = limits;
	}

	/**
	 * Decides about a frame.
	 * @throws FrameRefusedException if its body is too large, in however many parts it
	 * came, or if it asks for what the server does not support
	 */
	@Override
	public AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			Message<?> message) {
		if (message.getPayload() instanceof byte[] body && body.length > this.limits.frame().toBytes()) {
			throw new FrameRefusedException(ErrorCode.TOO_LARGE);
		}
		MessageHeaders headers = message.getHeaders();
		checkSupport(headers);
		Destination destination = FrameInterceptor.destination(headers);
		SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(headers);
		boolean isAdmitted = (type != null) && switch (type) {
			case HEARTBEAT, DISCONNECT -> true;
			case UNSUBSCRIBE -> SimpMessageHeaderAccessor.getSubscriptionId(headers) != null;
			case CONNECT -> true;
			case SUBSCRIBE -> SimpMessageHeaderAccessor.getSubscriptionId(headers) != null && destination != null
					&& destination.type().isForSubscriptions();
			case MESSAGE -> destination != null && !destination.type().isForSubscriptions();
			default -> false;
		};
		return new AuthorizationDecision(isAdmitted);
	}

	private static void checkSupport(MessageHeaders headers) {
		StompCommand command = StompHeaderAccessor.getCommand(headers);
		if (command == null) {
			return;
		}
		switch (command) {
			case CONNECT, STOMP -> checkVersion(header(headers, "accept-version"));
			case SUBSCRIBE -> checkAck(header(headers, "ack"));
			case ACK, NACK -> throw new FrameRefusedException(ErrorCode.FORBIDDEN, NO_ACKS);
			case BEGIN, COMMIT, ABORT -> throw new FrameRefusedException(ErrorCode.FORBIDDEN, NO_TRANSACTIONS);
			case MESSAGE -> throw new FrameRefusedException(ErrorCode.FORBIDDEN, "Only servers send MESSAGE frames.");
			case SEND -> {
				if (header(headers, TRANSACTION) != null) {
					throw new FrameRefusedException(ErrorCode.FORBIDDEN, NO_TRANSACTIONS);
				}
			}
			default -> {
			}
		}
	}

	private static void checkVersion(@Nullable String accepted) {
		if (accepted == null || !List.of(accepted.split(",")).contains(VERSION)) {
			throw new FrameRefusedException(ErrorCode.BAD_FRAME, "The server speaks STOMP 1.2 only.").with("version",
					VERSION);
		}
	}

	private static void checkAck(@Nullable String ack) {
		if (ack != null && !ack.equals("auto")) {
			boolean isKnown = ack.equals("client") || ack.equals("client-individual");
			throw new FrameRefusedException(isKnown ? ErrorCode.FORBIDDEN : ErrorCode.BAD_FRAME, NO_ACKS);
		}
	}

	private static @Nullable String header(MessageHeaders headers, String name) {
		return NativeMessageHeaderAccessor.getFirstNativeHeader(name, headers);
	}

}
