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
 * to {@link RoomTopics} and {@link Signals}, and notes under which id a connection hears
 * {@link Replies}.
 */
@Component
class Subscriptions implements MessageHandler {

	private final Connections connections;

	private final RoomTopics topics;

	private final Signals signals;

	Subscriptions(@Qualifier("clientInboundChannel") SubscribableChannel inbound, Connections connections,
			RoomTopics topics, Signals signals) {
		this.connections = connections;
		this.topics = topics;
		this.signals = signals;
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
		Optional<RoomName> roomOfSignals = Destinations.roomOfSignals(frame.getDestination());
		if (roomOfSignals.isEmpty()) {
			this.signals.unsubscribe(connection, id);
		}
		if (room.isEmpty()) {
			this.topics.unsubscribe(connection, id);
		}
		if (Destinations.USER_REPLIES.equals(frame.getDestination())) {
			connection.setRepliesId(id);
		}
		else if (id.equals(connection.repliesId())) {
			connection.setRepliesId(null);
		}
		room.ifPresent((topic) -> this.topics.subscribe(connection, id, topic, frame.getReceipt()));
		roomOfSignals.ifPresent((topic) -> this.signals.subscribe(connection, id, topic, frame.getReceipt()));
	}

}
