package chat.foyer.clients;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import jakarta.websocket.WebSocketContainer;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.eclipse.jetty.ee11.websocket.jakarta.client.JakartaWebSocketClientContainer;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.container.jdk.client.JdkClientContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/**
 * Spring's STOMP client. The fourth argument is the WebSocket client under it, and a
 * fifth one gives it a scheduler, without which it has neither receipts nor heart-beats.
 */
final class SpringClient extends StompSessionHandlerAdapter {

	private final JavaGuest guest;

	private final boolean hasReceipts;

	/**
	 * Spring tells of one failure more than once.
	 */
	private final AtomicBoolean isLost = new AtomicBoolean();

	private SpringClient(JavaGuest guest, boolean hasReceipts) {
		this.guest = guest;
		this.hasReceipts = hasReceipts;
	}

	public static void main(String[] arguments) {
		boolean hasReceipts = arguments.length > 4;
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		JavaGuest.talk(arguments, hasReceipts ? List.of("SUBSCRIBE", "SEND") : List.of(), (guest) -> {
			WebSocketStompClient client = new WebSocketStompClient(
					new StandardWebSocketClient(container(arguments[3])));
			if (hasReceipts) {
				client.setTaskScheduler(scheduler);
			}
			WebSocketHttpHeaders handshake = new WebSocketHttpHeaders();
			guest.headers().forEach(handshake::add);
			client.connectAsync(guest.url(), handshake, new StompHeaders(), new SpringClient(guest, hasReceipts))
				// handleTransportError is called besides.
				.exceptionally((failure) -> null);
		});
	}

	/**
	 * Makes a new one for each connection: that of Tyrus ends its threads with the first.
	 */
	private static WebSocketContainer container(String name) {
		if (name.equals("tyrus")) {
			return ClientManager.createClient(JdkClientContainer.class.getName());
		}
		if (name.equals("tomcat")) {
			return new WsWebSocketContainer();
		}
		JakartaWebSocketClientContainer jetty = new JakartaWebSocketClientContainer();
		LifeCycle.start(jetty);
		return jetty;
	}

	@Override
	public void afterConnected(StompSession session, StompHeaders connected) {
		this.guest.connected(new SessionLink(session));
	}

	@Override
	public void handleException(StompSession session, @Nullable StompCommand command, StompHeaders headers,
			byte[] payload, Throwable failure) {
		System.err.println(failure);
	}

	@Override
	public void handleFrame(StompHeaders error, @Nullable Object payload) {
		System.err.println(error);
	}

	@Override
	public void handleTransportError(StompSession session, Throwable failure) {
		lose();
	}

	private void lose() {
		if (this.isLost.compareAndSet(false, true)) {
			this.guest.disconnected(null);
		}
	}

	private final class SessionLink implements JavaGuest.Link {

		private final StompSession session;

		SessionLink(StompSession session) {
			this.session = session;
		}

		@Override
		public void subscribe(String destination, Consumer<String> onBody, Runnable onReceipt) {
			StompSession.Receiptable subscription = this.session.subscribe(headers(destination),
					new StompFrameHandler() {

						@Override
						public Type getPayloadType(StompHeaders headers) {
							return byte[].class;
						}

						@Override
						public void handleFrame(StompHeaders headers, @Nullable Object payload) {
							onBody.accept(new String((byte[]) payload, StandardCharsets.UTF_8));
						}

					});
			await(subscription, onReceipt);
		}

		@Override
		public void send(String destination, String body, Runnable onReceipt) {
			await(this.session.send(headers(destination), body.getBytes(StandardCharsets.UTF_8)), onReceipt);
		}

		@Override
		public void disconnect(Runnable onReceipt) {
			try {
				this.session.disconnect();
			}
			catch (MessageDeliveryException ex) {
				// Tyrus restarts its idle timer after each write. That fails when the
				// server has answered the DISCONNECT and closed by then.
				System.err.println(ex);
			}
			lose();
		}

		private void await(StompSession.Receiptable frame, Runnable onReceipt) {
			if (SpringClient.this.hasReceipts) {
				frame.addReceiptTask(onReceipt);
			}
		}

		private StompHeaders headers(String destination) {
			StompHeaders headers = new StompHeaders();
			headers.setDestination(destination);
			if (SpringClient.this.hasReceipts) {
				headers.setReceipt(UUID.randomUUID().toString());
			}
			return headers;
		}

	}

}
