package chat.foyer.live;

import java.nio.ByteBuffer;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.message.Refusal;
import chat.foyer.room.Guest;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

/**
 * Registers each WebSocket connection from its opening to its end, enforces the limits on
 * what it sends, and passes the rest on to Spring's STOMP handler, which writes to an
 * {@link Outbox}.
 */
class ConnectionHandler extends WebSocketHandlerDecorator {

	private final LimitsProperties limits;

	private final Connections connections;

	private final RoomTopics topics;

	private final Signals signals;

	private final RoomUpdates updates;

	private final StompErrors errors;

	private final ConnectionLimitInterceptor limiter;

	private final Cuts cuts;

	ConnectionHandler(WebSocketHandler delegate, LimitsProperties limits, Connections connections, RoomTopics topics,
			Signals signals, RoomUpdates updates, StompErrors errors, ConnectionLimitInterceptor limiter, Cuts cuts) {
		super(delegate);
		this.limits = limits;
		this.connections = connections;
		this.topics = topics;
		this.signals = signals;
		this.updates = updates;
		this.errors = errors;
		this.limiter = limiter;
		this.cuts = cuts;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) throws Exception {
		Guest guest = Guests.of(session.getPrincipal())
			.orElseThrow(() -> new IllegalStateException("The handshake lets in guests only"));
		Outbox outbox = new Outbox(session);
		Connection connection = new Connection(guest, SeatedGuests.sessionOf(session.getAttributes()),
				ConnectionLimitInterceptor.addressOf(session.getAttributes()),
				LiveUpgrade.pulseOf(session.getAttributes()), outbox);
		this.connections.add(connection);
		this.limiter.recheck(connection);
		super.afterConnectionEstablished(outbox);
	}

	/**
	 * Spring's STOMP handler takes a stream, cut anywhere.
	 */
	@Override
	public boolean supportsPartialMessages() {
		return true;
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> part) throws Exception {
		Connection connection = this.connections.find(session.getId()).orElse(null);
		if (connection == null || connection.isClosing()) {
			return;
		}
		if (part instanceof PongMessage) {
			if (!connection.pulse().hearPong(System.nanoTime())) {
				this.errors.refuse(session.getId(), Refusal.RATE_LIMITED);
			}
			return;
		}
		ByteBuffer bytes = bytes(part);
		FrameCounter frames = connection.frames();
		int count = frames.read(bytes);
		if (!connection.pulse().hear(System.nanoTime(), count, frames.isInFrame())) {
			this.errors.refuse(session.getId(), Refusal.RATE_LIMITED);
			return;
		}
		int messageBytes = connection.addToMessage(bytes.remaining(), part.isLast());
		if (Math.max(messageBytes, frames.largestFrameBytes()) > this.limits.frameBytes()) {
			this.errors.refuse(session.getId(), Refusal.TOO_LARGE);
			return;
		}
		if (part instanceof BinaryMessage) {
			// A client that sends binary messages can read them.
			connection.sendBinary();
		}
		try {
			super.handleMessage(session, part);
		}
		catch (FrameRefusedException ex) {
			this.errors.refuse(session.getId(), ex.refusal());
		}
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
		this.connections.remove(session.getId()).ifPresent((connection) -> {
			this.signals.drop(connection);
			this.updates.unsubscribe(connection);
			this.topics.drop(connection);
			this.cuts.count(status);
		});
		super.afterConnectionClosed(session, status);
	}

	private static ByteBuffer bytes(WebSocketMessage<?> part) {
		return (part instanceof BinaryMessage binary) ? binary.getPayload()
				: ByteBuffer.wrap(((TextMessage) part).asBytes());
	}

}
