package chat.foyer.live;

import java.nio.ByteBuffer;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionLiveness;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.ErrorSender;
import chat.foyer.live.connection.FrameCounter;
import chat.foyer.live.connection.FrameRefusedException;
import chat.foyer.live.connection.Guests;
import chat.foyer.live.connection.Outbox;
import chat.foyer.live.handshake.ConnectionLimitInterceptor;
import chat.foyer.live.handshake.GuestHandshakeInterceptor;
import chat.foyer.live.handshake.LivenessUpgradeStrategy;
import chat.foyer.room.Guest;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

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

	private final ConnectionRegistry connections;

	private final ErrorSender errors;

	private final ConnectionLimitInterceptor limiter;

	private final MeterRegistry meters;

	ConnectionHandler(WebSocketHandler delegate, LimitsProperties limits, ConnectionRegistry connections,
			ErrorSender errors, ConnectionLimitInterceptor limiter, MeterRegistry meters) {
		super(delegate);
		this.limits = limits;
		this.connections = connections;
		this.errors = errors;
		this.limiter = limiter;
		this.meters = meters;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) throws Exception {
		Guest guest = Guests.of(session.getPrincipal())
			.orElseThrow(() -> new IllegalStateException("The handshake lets in guests only"));
		Outbox outbox = new Outbox(session, LivenessUpgradeStrategy.writerOf(session.getAttributes()));
		Connection connection = new Connection(guest, GuestHandshakeInterceptor.sessionOf(session.getAttributes()),
				ConnectionLimitInterceptor.addressOf(session.getAttributes()),
				LivenessUpgradeStrategy.livenessOf(session.getAttributes()), outbox);
		connection.liveness().listen(new ConnectionLiveness.Listener() {

			@Override
			public void messageAnnounced(long bytes) {
				checkSize(connection, bytes);
			}

			@Override
			public void pingReceived(ByteBuffer payload) {
				connection.pong(payload);
			}

		});
		this.connections.add(connection);
		super.afterConnectionEstablished(outbox);
		this.limiter.recheck(connection);
		if (!this.connections.isOpen(connection)) {
			// Another thread closed it before the delegate knew it.
			super.afterConnectionClosed(outbox, CloseStatus.NO_CLOSE_FRAME);
		}
	}

	/**
	 * Spring's STOMP handler decodes a stream that is split anywhere.
	 */
	@Override
	public boolean supportsPartialMessages() {
		return true;
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> part) throws Exception {
		Connection connection = this.connections.find(session.getId()).orElse(null);
		if (connection == null || !connection.takesFrames()) {
			return;
		}
		if (part instanceof PongMessage) {
			if (!connection.liveness().hearPong(System.nanoTime())) {
				this.errors.refuse(connection, ErrorCode.RATE_LIMITED);
			}
			return;
		}
		ByteBuffer bytes = bytes(part);
		FrameCounter frames = connection.frames();
		int count = frames.read(bytes);
		if (!connection.liveness().hear(System.nanoTime(), count, frames.isInFrame())) {
			this.errors.refuse(connection, ErrorCode.RATE_LIMITED);
			return;
		}
		if (!checkSize(connection, frames.largestFrameBytes())) {
			return;
		}
		if (part instanceof BinaryMessage) {
			// A client that sends binary messages can read them, and need not decode
			// text.
			connection.sendBinary();
		}
		try {
			super.handleMessage(session, part);
		}
		catch (FrameRefusedException ex) {
			this.errors.refuse(connection, ex);
		}
	}

	private boolean checkSize(Connection connection, long bytes) {
		boolean isTooLarge = bytes > this.limits.frameBytes();
		if (isTooLarge) {
			this.errors.refuse(connection, ErrorCode.TOO_LARGE);
		}
		return !isTooLarge;
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
		this.connections.remove(session.getId()).ifPresent((connection) -> count(connection.closing()));
		try {
			super.afterConnectionClosed(session, status);
		}
		finally {
			this.connections.ended(session.getId());
		}
	}

	private void count(@Nullable CloseStatus status) {
		String reason = (status != null) ? CloseStatuses.word(status) : null;
		if (reason != null) {
			this.meters.counter("foyer.cuts", "reason", reason).increment();
		}
	}

	private static ByteBuffer bytes(WebSocketMessage<?> part) {
		return (part instanceof BinaryMessage binary) ? binary.getPayload()
				: ByteBuffer.wrap(((TextMessage) part).asBytes());
	}

}
