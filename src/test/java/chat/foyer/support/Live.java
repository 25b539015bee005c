package chat.foyer.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import jakarta.websocket.WebSocketContainer;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/**
 * A live connection of a {@link Visitor}: hears rooms and says things, as the script of
 * the page does.
 */
public final class Live implements AutoCloseable {

	private static final int LONGEST_MESSAGE = 1024 * 1024;

	private static final ThreadPoolTaskScheduler SCHEDULER = scheduler();

	private static final WebSocketContainer CONTAINER = container();

	private final Inbox<WireEvent> events = new Inbox<>();

	private final Inbox<WireReply> replies = new Inbox<>();

	private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

	private final CompletableFuture<WebSocketSession> socket = new CompletableFuture<>();

	private final StompSession session;

	Live(URI address, String origin, String cookies) {
		WebSocketHttpHeaders handshake = new WebSocketHttpHeaders();
		handshake.setOrigin(origin);
		handshake.add(HttpHeaders.COOKIE, cookies);
		WebSocketStompClient client = new WebSocketStompClient(new Client());
		client.setTaskScheduler(SCHEDULER);
		client.setInboundMessageSizeLimit(LONGEST_MESSAGE);
		this.session = await(
				client.connectAsync(address, handshake, new StompHeaders(), new StompSessionHandlerAdapter() {
				}));
		this.session.subscribe("/user/queue/replies",
				new Body((body) -> this.replies.add(Visitor.JSON.readValue(body, WireReply.class))));
	}

	/**
	 * Begins to hear a room, and returns when the server will miss out nothing any more.
	 */
	public Live listen(String room) {
		StompHeaders headers = new StompHeaders();
		headers.setDestination("/topic/rooms." + RoomKey.of(room).encoded());
		headers.setReceipt(UUID.randomUUID().toString());
		CompletableFuture<Void> receipt = new CompletableFuture<>();
		this.session
			.subscribe(headers, new Body((body) -> this.events.add(Visitor.JSON.readValue(body, WireEvent.class))))
			.addReceiptTask(() -> receipt.complete(null));
		await(receipt);
		return this;
	}

	/**
	 * Says something, under a new id.
	 * @return the id
	 */
	public String say(String room, String text) {
		String id = UUID.randomUUID().toString();
		say(room, id, text);
		return id;
	}

	/**
	 * Says something under an id.
	 */
	public void say(String room, String id, String text) {
		sendBody(room, Visitor.JSON.writeValueAsString(new Say(id, text)));
	}

	/**
	 * Says something whose body is given as it is.
	 */
	public void sendBody(String room, String body) {
		send(room, "say", body);
	}

	/**
	 * Sends a body as it is.
	 * @param word the last word of the destination, such as {@code edit}
	 */
	public void send(String room, String word, String body) {
		StompHeaders headers = new StompHeaders();
		headers.setDestination("/app/rooms." + RoomKey.of(room).encoded() + "." + word);
		headers.add(StompHeaders.CONTENT_TYPE, "application/json");
		this.session.send(headers, body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The events that come in, whatever their room.
	 */
	public Inbox<WireEvent> events() {
		return this.events;
	}

	/**
	 * Reads the next few events.
	 * @return the events in a few words each, as by {@link WireEvent#line()}
	 */
	public List<String> nextLines(int count) {
		return Stream.generate(this.events::next).limit(count).map(WireEvent::line).toList();
	}

	/**
	 * The answers to what was said.
	 */
	public Inbox<WireReply> replies() {
		return this.replies;
	}

	/**
	 * Whether the connection is open still.
	 */
	public boolean isOpen() {
		return !this.closed.isDone();
	}

	/**
	 * How the connection was closed by the server.
	 */
	public CloseStatus closedWith() {
		return await(this.closed);
	}

	/**
	 * Goes away, as a tab that is closed does, and returns when the connection is gone.
	 */
	@Override
	public void close() {
		try {
			await(this.socket).close(CloseStatus.GOING_AWAY);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		await(this.closed);
	}

	private static <T> T await(CompletableFuture<T> future) {
		return future.orTimeout(Inbox.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	private static WebSocketContainer container() {
		WebSocketContainer container = new WsWebSocketContainer();
		container.setDefaultMaxTextMessageBufferSize(LONGEST_MESSAGE);
		container.setDefaultMaxBinaryMessageBufferSize(LONGEST_MESSAGE);
		return container;
	}

	private static ThreadPoolTaskScheduler scheduler() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadNamePrefix("visitors-");
		scheduler.setDaemon(true);
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.initialize();
		return scheduler;
	}

	private record Say(String id, String text) {
	}

	private record Body(Consumer<byte[]> reader) implements StompFrameHandler {

		@Override
		public Type getPayloadType(StompHeaders headers) {
			return byte[].class;
		}

		@Override
		public void handleFrame(StompHeaders headers, @Nullable Object payload) {
			this.reader.accept((payload != null) ? (byte[]) payload : new byte[0]);
		}

	}

	/**
	 * Spring's client, from which one also learns how a connection was closed.
	 */
	private final class Client extends StandardWebSocketClient {

		Client() {
			super(CONTAINER);
		}

		@Override
		protected CompletableFuture<WebSocketSession> executeInternal(WebSocketHandler handler, HttpHeaders headers,
				URI address, List<String> protocols, List<WebSocketExtension> extensions,
				Map<String, Object> attributes) {
			WebSocketHandler attentive = new WebSocketHandlerDecorator(handler) {

				@Override
				public void afterConnectionEstablished(WebSocketSession session) throws Exception {
					Live.this.socket.complete(session);
					super.afterConnectionEstablished(session);
				}

				@Override
				public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
					Live.this.closed.complete(status);
					super.afterConnectionClosed(session, status);
				}

			};
			return super.executeInternal(attentive, headers, address, protocols, extensions, attributes);
		}

	}

}
