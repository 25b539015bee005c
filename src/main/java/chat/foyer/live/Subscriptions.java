package chat.foyer.live;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Takes the frames that begin and end listening to a room from Spring's inbound channel
 * to {@link RoomTopics}, {@link Signals} and {@link RoomUpdatePublisher}, and notes under
 * which id a connection hears {@link ReplySender}.
 */
@Component
class Subscriptions implements MessageHandler {

	private final ConnectionRegistry connections;

	private final RoomTopics topics;

	private final Signals signals;

	private final RoomUpdatePublisher updates;

	private final StompErrorHandler errors;

	private final LimitsProperties limits;

	Subscriptions(@Qualifier("clientInboundChannel") SubscribableChannel inbound, ConnectionRegistry connections,
			RoomTopics topics, Signals signals, RoomUpdatePublisher updates, StompErrorHandler errors,
			LimitsProperties limits) {
		this.connections = connections;
		this.topics = topics;
		this.signals = signals;
		this.updates = updates;
		this.errors = errors;
		this.limits = limits;
		inbound.subscribe(this);
	}

	@Override
	public void handleMessage(Message<?> message) {
		SimpMessageType type = StompHeaderAccessor.getMessageType(message.getHeaders());
		if (type == SimpMessageType.CONNECT) {
			connect(StompHeaderAccessor.wrap(message));
		}
		else if (type == SimpMessageType.SUBSCRIBE || type == SimpMessageType.UNSUBSCRIBE) {
			StompHeaderAccessor frame = StompHeaderAccessor.wrap(message);
			String session = frame.getSessionId();
			String id = frame.getSubscriptionId();
			if (session != null && id != null) {
				this.connections.find(session).ifPresent((connection) -> {
					if (type == SimpMessageType.SUBSCRIBE && isTooMuch(connection, id, frame.getDestination())) {
						this.errors.refuse(session, ErrorCode.FORBIDDEN);
					}
					else {
						handle(frame, connection, id);
					}
				});
			}
		}
	}

	private void connect(StompHeaderAccessor frame) {
		String session = frame.getSessionId();
		if (session != null) {
			this.connections.find(session)
				.ifPresent((connection) -> connection.liveness().connect(frame.getHeartbeat()[0], this.limits));
		}
	}

	/**
	 * Whether a connection listens to so much besides, or to the same under another id.
	 */
	private boolean isTooMuch(Connection connection, String id, @Nullable String destination) {
		String canonical = Destinations.roomOfTopic(destination)
			.map(Destinations::topic)
			.or(() -> Destinations.roomOfSignals(destination).map(Destinations::signals))
			.orElse(destination);
		Map<String, String> others = new HashMap<>();
		connection.subscriptions().forEach((other, seat) -> others.put(other, Destinations.topic(seat.room())));
		connection.signals().forEach((other, room) -> others.put(other, Destinations.signals(room)));
		String replies = connection.repliesId();
		if (replies != null) {
			others.put(replies, Destinations.USER_REPLIES);
		}
		String rooms = connection.roomsId();
		if (rooms != null) {
			others.put(rooms, Destinations.USER_ROOMS);
		}
		others.remove(id);
		return others.size() >= this.limits.subscriptions() || others.containsValue(canonical);
	}

	private void handle(StompHeaderAccessor frame, Connection connection, String id) {
		Optional<RoomKey> room = Destinations.roomOfTopic(frame.getDestination());
		Optional<RoomKey> roomOfSignals = Destinations.roomOfSignals(frame.getDestination());
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
		if (Destinations.USER_ROOMS.equals(frame.getDestination())) {
			this.updates.subscribe(connection, id, frame.getReceipt());
		}
		else if (id.equals(connection.roomsId())) {
			this.updates.unsubscribe(connection);
		}
		room.ifPresent((topic) -> this.topics.subscribe(connection, id, topic, frame.getReceipt()));
		roomOfSignals.ifPresent((topic) -> this.signals.subscribe(connection, id, topic, frame.getReceipt()));
	}

}
