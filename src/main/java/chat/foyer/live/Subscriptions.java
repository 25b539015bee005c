package chat.foyer.live;

import java.util.Optional;

import chat.foyer.room.RoomName;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Takes the frames that begin and end listening to a room from Spring's inbound channel
 * to {@link RoomTopics}. The subscriptions to anything else are for Spring's own broker.
 */
@Component
class Subscriptions implements MessageHandler {

	private final Connections connections;

	private final RoomTopics topics;

	Subscriptions(@Qualifier("clientInboundChannel") SubscribableChannel inbound, Connections connections,
			RoomTopics topics) {
		this.connections = connections;
		this.topics = topics;
		inbound.subscribe(this);
	}

	@Override
	public void handleMessage(Message<?> message) {
		SimpMessageType type = StompHeaderAccessor.getMessageType(message.getHeaders());
		if (type == SimpMessageType.SUBSCRIBE || type == SimpMessageType.UNSUBSCRIBE) {
			StompHeaderAccessor frame = StompHeaderAccessor.wrap(message);
			String session = frame.getSessionId();
			String id = frame.getSubscriptionId();
			if (session != null && id != null) {
				this.connections.find(session).ifPresent((connection) -> handle(frame, connection, id));
			}
		}
	}

	private void handle(StompHeaderAccessor frame, Connection connection, String id) {
		Optional<RoomName> room = Destinations.roomOfTopic(frame.getDestination());
		if (frame.getMessageType() == SimpMessageType.UNSUBSCRIBE) {
			this.topics.unsubscribe(connection, id);
		}
		else if (room.isPresent()) {
			this.topics.subscribe(connection, id, room.get(), frame.getReceipt());
		}
	}

}
