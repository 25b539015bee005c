package chat.foyer.live;

import chat.foyer.message.Refusal;
import chat.foyer.room.Guest;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

/**
 * Stands between the web server and Spring's STOMP: knows each connection from its
 * opening to its end, and gives STOMP an {@link Outbox} to write to.
 */
class ConnectionHandler extends WebSocketHandlerDecorator {

	/**
	 * The most bytes of one WebSocket message.
	 */
	static final int MOST_BYTES = 16 * 1024;

	private final Connections connections;

	private final RoomTopics topics;

	private final Signals signals;

	private final StompErrors errors;

	ConnectionHandler(WebSocketHandler delegate, Connections connections, RoomTopics topics, Signals signals,
			StompErrors errors) {
		super(delegate);
		this.connections = connections;
		this.topics = topics;
		this.signals = signals;
		this.errors = errors;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) throws Exception {
		Guest guest = Guests.of(session.getPrincipal())
			.orElseThrow(() -> new IllegalStateException("The handshake lets in guests only"));
		Outbox outbox = new Outbox(session);
		this.connections.add(new Connection(guest, outbox));
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
		if (connection.receive(part) > MOST_BYTES) {
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
			this.errors.refuse(session.getId(), ex.refusal());
		}
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
		this.connections.remove(session.getId()).ifPresent((connection) -> {
			this.signals.drop(connection);
			this.topics.drop(connection);
		});
		super.afterConnectionClosed(session, status);
	}

}
