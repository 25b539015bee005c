package chat.foyer.live;

import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.message.Refusal;
import chat.foyer.room.Guest;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

/**
 * Stands between the web server and Spring's STOMP: knows each connection from its
 * opening to its end, and gives STOMP an {@link Outbox} to write to.
 */
class ConnectionHandler extends WebSocketHandlerDecorator {

	private final LimitsProperties limits;

	private final Connections connections;

	private final RoomTopics topics;

	private final Signals signals;

	private final StompErrors errors;

	private final Crowd crowd;

	private final Cuts cuts;

	ConnectionHandler(WebSocketHandler delegate, LimitsProperties limits, Connections connections, RoomTopics topics,
			Signals signals, StompErrors errors, Crowd crowd, Cuts cuts) {
		super(delegate);
		this.limits = limits;
		this.connections = connections;
		this.topics = topics;
		this.signals = signals;
		this.errors = errors;
		this.crowd = crowd;
		this.cuts = cuts;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) throws Exception {
		Guest guest = Guests.of(session.getPrincipal())
			.orElseThrow(() -> new IllegalStateException("The handshake lets in guests only"));
		Outbox outbox = new Outbox(session);
		Connection connection = new Connection(guest, Crowd.addressOf(session.getAttributes()),
				LiveUpgrade.pulseOf(session.getAttributes()), outbox);
		this.connections.add(connection);
		this.crowd.look(connection);
		super.afterConnectionEstablished(outbox);
	}

	/**
	 * Spring's STOMP takes a stream and does not mind where it is cut.
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
		int last = last(part);
		if (!connection.pulse().hear(System.nanoTime(), last, this.limits.framesPerSecond())) {
			this.errors.refuse(session.getId(), Refusal.RATE_LIMITED);
			return;
		}
		if (part instanceof PongMessage) {
			return;
		}
		if (connection.receive(part, last) > this.limits.frameBytes()) {
			this.errors.refuse(session.getId(), Refusal.TOO_LARGE);
			return;
		}
		if (part instanceof BinaryMessage) {
			// Whoever speaks so understands it too.
			connection.sendBinary();
		}
		try {
			super.handleMessage(session, part);
		}
		catch (FrameRefusedException ex) {
			// STOMP does not say that there is too much of a frame to wait for the rest.
			boolean isTooLarge = connection.frameBytes() > this.limits.frameBytes();
			this.errors.refuse(session.getId(), isTooLarge ? Refusal.TOO_LARGE : ex.refusal());
		}
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
		this.connections.remove(session.getId()).ifPresent((connection) -> {
			this.signals.drop(connection);
			this.topics.drop(connection);
			this.cuts.count(status);
		});
		super.afterConnectionClosed(session, status);
	}

	/**
	 * The last character that is no line end: these may stand behind the NUL of a frame,
	 * and are a heart-beat when they stand alone (STOMP 1.2, "Heart-beating"). A pong,
	 * which may come unasked, says no more than that (RFC 6455, 5.5.3).
	 */
	private static int last(WebSocketMessage<?> part) {
		if (part instanceof PongMessage) {
			return Pulse.HEART_BEAT;
		}
		if (part instanceof BinaryMessage binary) {
			ByteBuffer bytes = binary.getPayload();
			return last((index) -> bytes.get(bytes.position() + index) & 0xFF, bytes.remaining());
		}
		String text = part.getPayload().toString();
		return last(text::charAt, text.length());
	}

	private static int last(IntUnaryOperator at, int length) {
		int end = length;
		while (end > 0 && (at.applyAsInt(end - 1) == '\n' || at.applyAsInt(end - 1) == '\r')) {
			end--;
		}
		return (end > 0) ? at.applyAsInt(end - 1) : Pulse.HEART_BEAT;
	}

}
