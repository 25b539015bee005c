package chat.foyer.live.broker;

import java.util.List;
import java.util.Objects;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FrameRefusedException;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * The STOMP broker: begins and ends STOMP sessions and their subscriptions.
 * {@link FanOut}, {@link ReplySender} and {@link RoomUpdatePublisher} send to them.
 * <p>
 * Called on the thread that reads from the connection. A SUBSCRIBE may query the
 * database.
 */
@Component
class StompBroker extends AbstractBrokerMessageHandler {

	private static final byte[] NO_BODY = new byte[0];

	private final ConnectionRegistry connections;

	private final SubscriptionRegistry subscriptions;

	private final RoomRegistry registry;

	private final Presence presence;

	private final RoomUpdatePublisher updates;

	private final Heartbeats heartbeats;

	private final StompFrames frames;

	private final LimitsProperties limits;

	StompBroker(@Qualifier("clientInboundChannel") SubscribableChannel inbound,
			@Qualifier("clientOutboundChannel") MessageChannel outbound,
			@Qualifier("brokerChannel") SubscribableChannel brokerChannel, ConnectionRegistry connections,
			SubscriptionRegistry subscriptions, RoomRegistry registry, Presence presence, RoomUpdatePublisher updates,
			Heartbeats heartbeats, StompFrames frames, LimitsProperties limits) {
		super(inbound, outbound, brokerChannel);
		this.connections = connections;
		this.subscriptions = subscriptions;
		this.registry = registry;
		this.presence = presence;
		this.updates = updates;
		this.heartbeats = heartbeats;
		this.frames = frames;
		this.limits = limits;
	}

	/**
	 * Handles a frame that was admitted.
	 * @throws FrameRefusedException if a SUBSCRIBE is refused
	 */
	@Override
	protected void handleMessageInternal(Message<?> message) {
		Connection connection = FrameInterceptor.connection(message.getHeaders());
		SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
		if (type == SimpMessageType.DISCONNECT) {
			disconnect(StompHeaderAccessor.wrap(message), connection);
		}
		else if (connection != null && type == SimpMessageType.CONNECT) {
			connect(message, connection);
		}
		else if (connection != null && (type == SimpMessageType.SUBSCRIBE || type == SimpMessageType.UNSUBSCRIBE)) {
			StompHeaderAccessor frame = StompHeaderAccessor.wrap(message);
			String id = Objects.requireNonNull(frame.getSubscriptionId());
			Destination destination = FrameInterceptor.destination(message.getHeaders());
			if (type == SimpMessageType.UNSUBSCRIBE) {
				unsubscribe(connection, id);
			}
			else if (destination != null) {
				subscribe(connection, id, destination);
			}
			// Last, so that whatever is said because of it comes behind the notice.
			confirm(connection, frame.getReceipt());
		}
	}

	private void connect(Message<?> message, Connection connection) {
		StompHeaderAccessor frame = StompHeaderAccessor.wrap(message);
		long heartbeat = this.limits.heartBeat().toMillis();
		connection.liveness().connect(frame.getHeartbeat()[0], this.limits);
		this.heartbeats.start(connection, frame.getHeartbeat()[1]);
		if (!this.connections.isOpen(connection)) {
			this.heartbeats.stop(connection.id());
		}
		SimpMessageHeaderAccessor answer = SimpMessageHeaderAccessor.create(SimpMessageType.CONNECT_ACK);
		answer.setSessionId(connection.id());
		answer.setUser(frame.getUser());
		answer.setHeader(SimpMessageHeaderAccessor.CONNECT_MESSAGE_HEADER, message);
		answer.setHeader(SimpMessageHeaderAccessor.HEART_BEAT_HEADER, new long[] { heartbeat, heartbeat });
		getClientOutboundChannel().send(MessageBuilder.createMessage(NO_BODY, answer.getMessageHeaders()));
	}

	/**
	 * Ends all subscriptions. The connection is null when it is closed already.
	 */
	private void disconnect(StompHeaderAccessor frame, @Nullable Connection connection) {
		end(Objects.requireNonNull(frame.getSessionId()));
		if (connection != null && frame.getReceipt() != null) {
			confirm(connection, frame.getReceipt());
		}
		else if (connection != null) {
			connection.close(CloseStatus.NORMAL);
		}
	}

	private void subscribe(Connection connection, String id, Destination destination) {
		checkLimits(connection, id, destination);
		unsubscribe(connection, id);
		try {
			begin(connection, id, destination);
		}
		finally {
			if (!this.connections.isOpen(connection)) {
				// Its end may have come before what was begun here.
				end(connection.id());
				this.updates.unsubscribe(connection);
			}
		}
	}

	private void begin(Connection connection, String id, Destination destination) {
		RoomKey room = destination.room();
		if (room == null) {
			this.subscriptions.add(new Subscription(connection, id, destination, null));
			if (destination.type() == Destination.Type.ROOMS) {
				this.updates.subscribe(connection);
			}
		}
		else {
			Seat seat = seat(connection, id, destination, room);
			this.subscriptions.add(new Subscription(connection, id, destination, seat));
			if (destination.type() == Destination.Type.EVENTS) {
				connect(seat, connection);
			}
		}
	}

	private void connect(Seat seat, Connection connection) {
		if (!this.presence.connect(seat, connection.id())) {
			connection.close(CloseStatuses.SESSION_ENDED);
		}
		else if (!this.connections.isOpen(connection)) {
			this.presence.disconnect(seat, connection.id());
		}
	}

	/**
	 * Refuses too many subscriptions, and a second one to the same destination.
	 */
	private void checkLimits(Connection connection, String id, Destination destination) {
		List<Subscription> others = this.subscriptions.of(connection)
			.stream()
			.filter((other) -> !other.id().equals(id))
			.toList();
		if (others.size() >= this.limits.subscriptions()
				|| others.stream().anyMatch((other) -> other.destination().equals(destination))) {
			throw new FrameRefusedException(ErrorCode.FORBIDDEN);
		}
	}

	/**
	 * The seat of the connection's guest. While it is looked up the subscription is known
	 * without a seat: it receives nothing, and if a seat in the room is freed meanwhile,
	 * the connection is closed.
	 * @throws FrameRefusedException if there is none
	 */
	private Seat seat(Connection connection, String id, Destination destination, RoomKey room) {
		return this.subscriptions.seatIn(connection, room).orElseGet(() -> {
			this.subscriptions.add(new Subscription(connection, id, destination, null));
			return this.registry.find(connection.guest(), room).orElseThrow(() -> {
				this.subscriptions.remove(connection, id);
				return new FrameRefusedException(ErrorCode.NOT_A_MEMBER);
			});
		});
	}

	private void unsubscribe(Connection connection, String id) {
		this.subscriptions.remove(connection, id).ifPresent((ended) -> {
			Seat seat = ended.seat();
			if (ended.destination().type() == Destination.Type.ROOMS) {
				this.updates.unsubscribe(connection);
			}
			else if (seat != null && !this.subscriptions.receivesEvents(connection, seat)) {
				this.presence.disconnect(seat, connection.id());
			}
		});
	}

	private void end(String connectionId) {
		this.heartbeats.stop(connectionId);
		for (Subscription ended : this.subscriptions.removeAll(connectionId)) {
			if (ended.destination().type() == Destination.Type.ROOMS) {
				this.updates.unsubscribe(ended.connection());
			}
			else if (ended.seat() != null) {
				this.presence.disconnect(ended.seat(), connectionId);
			}
		}
	}

	private void confirm(Connection connection, @Nullable String receipt) {
		if (receipt != null) {
			connection.send(this.frames.receipt(receipt));
		}
	}

}
