package chat.foyer.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A live connection on which one sends whatever one likes and sees every frame as it is.
 */
public final class RawStomp implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final Inbox<String> frames = new Inbox<>();

	private final Inbox<String> receipts = new Inbox<>();

	private final CompletableFuture<Close> closed = new CompletableFuture<>();

	private @Nullable WebSocket socket;

	private RawStomp() {
	}

	/**
	 * Opens a connection, without the frame that begins a STOMP session.
	 */
	static RawStomp open(URI address, Map<String, String> headers) {
		RawStomp raw = new RawStomp();
		raw.socket = handshake(address, headers, raw.new Listener()).join();
		return raw;
	}

	/**
	 * The HTTP status with which the server answers a handshake.
	 */
	public static int statusOfHandshake(URI address, Map<String, String> headers) {
		try {
			handshake(address, headers, new WebSocket.Listener() {
			}).join().abort();
			return 101;
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof WebSocketHandshakeException refused) {
				return refused.getResponse().statusCode();
			}
			throw ex;
		}
	}

	private static CompletableFuture<WebSocket> handshake(URI address, Map<String, String> headers,
			WebSocket.Listener listener) {
		WebSocket.Builder handshake = HTTP.newWebSocketBuilder().connectTimeout(Inbox.PATIENCE);
		headers.forEach(handshake::header);
		return handshake.buildAsync(address, listener);
	}

	/**
	 * Begins the STOMP session.
	 */
	public RawStomp connect() {
		send("CONNECT", "accept-version:1.2", "host:localhost", "heart-beat:0,0");
		assertThat(next()).startsWith("CONNECTED\n");
		return this;
	}

	/**
	 * Begins to listen and waits until the server does know it.
	 */
	public RawStomp subscribe(String id, String destination) {
		send("SUBSCRIBE", "id:" + id, "destination:" + destination, "receipt:" + id);
		awaitReceipt(id);
		return this;
	}

	/**
	 * Waits until the server tells that it has carried out a frame.
	 * @param id the frame's {@code receipt} header
	 */
	public void awaitReceipt(String id) {
		this.receipts.next((receipt) -> receipt.contains("\nreceipt-id:" + id + "\n"));
	}

	/**
	 * Sends a frame without a body.
	 * @param lines the command and the headers
	 */
	public void send(String... lines) {
		sendBody("", lines);
	}

	/**
	 * Sends a frame.
	 * @param body the body
	 * @param lines the command and the headers
	 */
	public void sendBody(String body, String... lines) {
		sendText(String.join("\n", lines) + "\n\n" + body + "\0");
	}

	/**
	 * Sends a text as one WebSocket message.
	 */
	public void sendText(String text) {
		socket().sendText(text, true).orTimeout(Inbox.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	/**
	 * Sends a text, unless the server has closed the connection before.
	 */
	public void trySendText(String text) {
		try {
			sendText(text);
		}
		catch (CompletionException ex) {
			assertThat(ex).hasCauseInstanceOf(IOException.class);
		}
	}

	/**
	 * The next frame from the server, heart-beats and receipts left out, without the NUL
	 * at its end.
	 */
	public String next() {
		return this.frames.next();
	}

	/**
	 * The body of the next frame from the server.
	 */
	public String nextBody() {
		String frame = next();
		return frame.substring(frame.indexOf("\n\n") + 2);
	}

	/**
	 * The word of the ERROR frame that comes next, and after which the server closes the
	 * connection. Fails if the frame says anything else than that word and an explanation
	 * in plain text.
	 */
	public String refusal() {
		String frame = next();
		assertThat(frame).matches("ERROR\nmessage:[a-z-]+\n(receipt-id:[^\n]+\n|version:1\\.2\n)*"
				+ "(content-length:0\n\n|content-type:text/plain;charset=UTF-8\ncontent-length:\\d+\n\n[A-Z][^\n]+\\.)");
		assertThat(closedWith().code()).isIn(1002, 1009);
		return frame.replaceAll("(?s).*\nmessage:([a-z-]+)\n.*", "$1");
	}

	/**
	 * How the server closed the connection.
	 */
	public Close closedWith() {
		return this.closed.orTimeout(Inbox.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	/**
	 * Cuts the line without a word.
	 */
	@Override
	public void close() {
		socket().abort();
	}

	private WebSocket socket() {
		WebSocket opened = this.socket;
		assertThat(opened).isNotNull();
		return opened;
	}

	/**
	 * The end of a connection.
	 *
	 * @param code the code of the close frame, 1006 if there was none
	 * @param reason what the close frame says besides
	 */
	public record Close(int code, String reason) {
	}

	private final class Listener implements WebSocket.Listener {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final StringBuilder received = new StringBuilder();

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			receive(data);
			webSocket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
			byte[] bytes = new byte[data.remaining()];
			data.get(bytes);
			this.bytes.writeBytes(bytes);
			if (last) {
				receive(this.bytes.toString(StandardCharsets.UTF_8));
				this.bytes.reset();
			}
			webSocket.request(1);
			return null;
		}

		private void receive(CharSequence data) {
			this.received.append(data);
			for (int end = this.received.indexOf("\0"); end >= 0; end = this.received.indexOf("\0")) {
				String frame = this.received.substring(0, end).stripLeading();
				(frame.startsWith("RECEIPT\n") ? RawStomp.this.receipts : RawStomp.this.frames).add(frame);
				this.received.delete(0, end + 1);
			}
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
			RawStomp.this.closed.complete(new Close(statusCode, reason));
			return null;
		}

		@Override
		public void onError(WebSocket webSocket, Throwable error) {
			RawStomp.this.closed.complete(new Close(1006, ""));
		}

	}

}
