package chat.foyer.live.broker;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Looks up the connection of each inbound frame and parses its destination, once, and
 * puts both into the message's headers. Drops frames of a connection that takes none any
 * more, but passes on the DISCONNECT with which Spring reports the end of a connection.
 */
@Component
public class FrameInterceptor implements ChannelInterceptor {

	private static final String CONNECTION = "foyerConnection";

	private static final String DESTINATION = "foyerDestination";

	private final ConnectionRegistry connections;

	FrameInterceptor(ConnectionRegistry connections) {
		this.connections = connections;
	}

	/**
	 * The connection of a frame; null for the frame that reports its end.
	 */
	static @Nullable Connection connection(MessageHeaders headers) {
		return headers.get(CONNECTION, Connection.class);
	}

	/**
	 * The destination of a frame; null if it has none or one that does not exist.
	 */
	static @Nullable Destination destination(MessageHeaders headers) {
		return headers.get(DESTINATION, Destination.class);
	}

	/**
	 * The receipt that a frame asks for; null for none.
	 */
	static @Nullable String receipt(MessageHeaders headers) {
		return NativeMessageHeaderAccessor.getFirstNativeHeader("receipt", headers);
	}

	@Override
	public @Nullable Message<?> preSend(Message<?> message, MessageChannel inbound) {
		MessageHeaders headers = message.getHeaders();
		String id = SimpMessageHeaderAccessor.getSessionId(headers);
		Connection connection = (id != null) ? this.connections.find(id).orElse(null) : null;
		boolean isTaken = (connection != null) ? connection.takesFrames()
				: SimpMessageHeaderAccessor.getMessageType(headers) == SimpMessageType.DISCONNECT;
		if (!isTaken) {
			return null;
		}
		MessageHeaderAccessor accessor = MessageHeaderAccessor.getMutableAccessor(message);
		accessor.setHeader(CONNECTION, connection);
		accessor.setHeader(DESTINATION,
				Destination.parse(SimpMessageHeaderAccessor.getDestination(headers)).orElse(null));
		return MessageBuilder.createMessage(message.getPayload(), accessor.getMessageHeaders());
	}

}
