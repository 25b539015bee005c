package chat.foyer.live.broker;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FrameRefusedException;
import chat.foyer.message.LogWentBack;
import chat.foyer.message.RoomFollower;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.TaskScheduler;
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

	/**
	 * How long a client has to read the RECEIPT of its DISCONNECT and to close the
	 * connection (STOMP 1.2, "Connection Lingering").
	 */
	static final Duration LINGER = Duration.ofSeconds(4);

	private static final byte[] NO_BODY = new byte[0];

	private final ConnectionRegistry connections;

	private final SubscriptionRegistry subscriptions;

	private final RoomRegistry registry;

	private final RoomFollower follower;

	private final Presence presence;

	private final RoomUpdatePublisher updates;

	private final Heartbeats heartbeats;

	private final StompFrames frames;

	private final LimitsProperties limits;

	private final TaskScheduler scheduler;

	StompBroker(@Qualifier("clientInboundChannel") SubscribableChannel inbound,
			@Qualifier("clientOutboundChannel") MessageChannel outbound,
			@Qualifier("brokerChannel") SubscribableChannel brokerChannel, ConnectionRegistry connections,
			SubscriptionRegistry subscriptions, RoomRegistry registry, RoomFollower follower, Presence presence,
			RoomUpdatePublisher updates, Heartbeats heartbeats, StompFrames frames, LimitsProperties limits,
			@Qualifier("wireScheduler") TaskScheduler scheduler) {
		super(inbound, outbound, brokerChannel);
		this.connections = connections;
		this.subscriptions = subscriptions;
		this.registry = registry;
		this.follower = follower;
		this.presence = presence;
		this.updates = updates;
		this.heartbeats = heartbeats;
		this.frames = frames;
		this.limits = limits;
		this.scheduler = scheduler;
	}

	/**
	 * Ends the subscriptions to the room that a guest has left. The connections stay,
	 * unless the guest has taken another seat in the room: then they are closed, so that
	 * their clients subscribe under the new username. Queries the database.
	 */
	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(SeatFreed freed) {
		Seat seat = freed.seat();
		Guest guest = new Guest(seat.guest());
		List<Connection> subscribed = this.connections.of(guest)
			.stream()
			.filter((connection) -> this.subscriptions.removeAll(connection, seat))
			.toList();
		if (subscribed.isEmpty()) {
			return;
		}
		// After all subscriptions have ended, since the database may fail.
		if (this.registry.find(guest, seat.room()).isPresent()) {
			subscribed.forEach((connection) -> connection.close(CloseStatuses.SESSION_ENDED));
		}
		else {
			subscribed.forEach((connection) -> this.updates.leave(connection, seat.room()));
		}
	}

	/**
	 * Closes the connections that receive the events of the room. Their clients come back
	 * and are told to reset.
	 */
	@EventListener
	void on(LogWentBack back) {
		this.subscriptions.to(Destination.events(back.room()))
			.forEach((subscription) -> subscription.connection().close(CloseStatuses.LOG_WENT_BACK));
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
		if (connection != null) {
			connection.disconnect();
		}
		end(Objects.requireNonNull(frame.getSessionId()));
		if (connection != null && frame.getReceipt() != null) {
			confirm(connection, frame.getReceipt());
			closeLater(connection);
		}
		else if (connection != null) {
			connection.close(CloseStatus.NORMAL);
		}
	}

	private void closeLater(Connection connection) {
		try {
			this.scheduler.schedule(() -> connection.close(CloseStatus.NORMAL),
					this.scheduler.getClock().instant().plus(LINGER));
		}
		catch (TaskRejectedException ex) {
			// The server stops, and closes all connections.
		}
	}

	private void subscribe(Connection connection, String id, Destination destination) {
		// A client that repeats an id, which STOMP 1.2 forbids, replaces its
		// subscription.
		unsubscribe(connection, id);
		if (this.subscriptions.of(connection).size() >= this.limits.subscriptions()) {
			throw new FrameRefusedException(ErrorCode.FORBIDDEN, "The connection has too many subscriptions.");
		}
		try {
			begin(new Subscription(connection, id, destination, null));
		}
		finally {
			if (!this.connections.isOpen(connection)) {
				// Its end may have come before what was begun here.
				end(connection.id());
				this.updates.unsubscribe(connection);
			}
		}
	}

	/**
	 * Begins a subscription. While the guest's seat is looked up, the subscription is
	 * known without a seat: it receives nothing, and ends if a seat in the room is freed.
	 * @throws FrameRefusedException if there is no seat
	 */
	private void begin(Subscription pending) {
		Connection connection = pending.connection();
		Destination destination = pending.destination();
		RoomKey room = destination.room();
		this.subscriptions.add(pending);
		if (room != null) {
			Optional<Seat> seat = this.subscriptions.seatIn(connection, room)
				.or(() -> this.registry.find(connection.guest(), room))
				.filter((found) -> this.subscriptions.seat(pending, found));
			if (seat.isEmpty()) {
				this.subscriptions.remove(connection, pending.id());
				throw new FrameRefusedException(ErrorCode.NOT_A_MEMBER);
			}
			if (destination.type() == Destination.Type.EVENTS) {
				this.follower.follow(room);
				connect(seat.get(), connection);
			}
		}
		else if (destination.type() == Destination.Type.ROOMS) {
			this.updates.subscribe(connection);
		}
	}

	private void connect(Seat seat, Connection connection) {
		// Where the seat was given up meanwhile, the event of that ends the subscription.
		if (this.presence.connect(seat, connection.id()) && !this.connections.isOpen(connection)) {
			this.presence.disconnect(seat, connection.id());
		}
	}

	private void unsubscribe(Connection connection, String id) {
		this.subscriptions.remove(connection, id).ifPresent((ended) -> {
			Seat seat = ended.seat();
			if (ended.destination().type() == Destination.Type.ROOMS
					&& this.subscriptions.of(connection, Destination.ROOMS).isEmpty()) {
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
