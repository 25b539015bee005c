package chat.foyer.clients;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The WebSocket client of the JDK.
 */
final class JdkClient implements WebSocket.Listener {

	private final StringBuilder message = new StringBuilder();

	private final JavaGuest guest;

	private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

	private RawLink link;

	private JdkClient(JavaGuest guest) {
		this.guest = guest;
	}

	public static void main(String[] arguments) {
		HttpClient http = HttpClient.newHttpClient();
		JavaGuest.talk(arguments, RawLink.RECEIPTS, (guest) -> {
			WebSocket.Builder handshake = http.newWebSocketBuilder().subprotocols(RawLink.PROTOCOL);
			guest.headers().forEach(handshake::header);
			handshake.buildAsync(guest.url(), new JdkClient(guest)).exceptionally((failure) -> {
				guest.disconnected(null);
				return null;
			});
		});
	}

	@Override
	public void onOpen(WebSocket socket) {
		this.link = new RawLink(this.guest, (frame) -> send(socket, frame));
		this.link.open();
		socket.request(1);
	}

	/**
	 * The client takes one message at a time.
	 */
	private synchronized void send(WebSocket socket, String frame) {
		this.sent = this.sent.thenCompose((before) -> socket.sendText(frame, true));
	}

	@Override
	public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
		this.message.append(part);
		if (isLast) {
			this.link.hear(this.message.toString());
			this.message.setLength(0);
		}
		socket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
		this.guest.disconnected(code);
		return null;
	}

	@Override
	public void onError(WebSocket socket, Throwable error) {
		this.guest.disconnected(null);
	}

}
