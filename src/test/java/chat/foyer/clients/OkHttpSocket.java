package chat.foyer.clients;

import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp.
 */
final class OkHttpSocket extends WebSocketListener {

	private final JavaGuest guest;

	private RawLink link;

	private OkHttpSocket(JavaGuest guest) {
		this.guest = guest;
	}

	public static void main(String[] arguments) {
		OkHttpClient http = new OkHttpClient();
		JavaGuest.talk(arguments, RawLink.RECEIPTS,
				(guest) -> http.newWebSocket(new Request.Builder().url(guest.url().toString())
					.headers(Headers.of(guest.headers()))
					.header("Sec-WebSocket-Protocol", RawLink.PROTOCOL)
					.build(), new OkHttpSocket(guest)));
	}

	@Override
	public void onOpen(WebSocket socket, Response response) {
		this.link = new RawLink(this.guest, socket::send);
		this.link.open();
	}

	@Override
	public void onMessage(WebSocket socket, String text) {
		this.link.hear(text);
	}

	@Override
	public void onClosing(WebSocket socket, int code, String reason) {
		socket.close(code, reason);
	}

	@Override
	public void onClosed(WebSocket socket, int code, String reason) {
		this.guest.disconnected(code);
	}

	@Override
	public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
		this.guest.disconnected(null);
	}

}
