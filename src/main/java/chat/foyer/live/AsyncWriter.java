package chat.foyer.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;

import org.springframework.util.Assert;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * Writes to one WebSocket and never waits for it.
 */
final class AsyncWriter {

	private static final Duration LONGEST_WRITE = Duration.ofSeconds(5);

	private final RemoteEndpoint.Async remote;

	private volatile boolean isBinary;

	AsyncWriter(WebSocketSession session) {
		Session container = ((NativeWebSocketSession) session).getNativeSession(Session.class);
		Assert.state(container != null, "Not a Jakarta WebSocket session");
		this.remote = container.getAsyncRemote();
		this.remote.setSendTimeout(LONGEST_WRITE.toMillis());
	}

	/**
	 * From now on writes binary messages, which cost a fraction of text: the web server
	 * encodes text anew for each connection.
	 */
	void writeBinary() {
		this.isBinary = true;
	}

	/**
	 * Begins to write a message. The one before must be done.
	 * @param whenDone told whether it was written; perhaps before this returns, and by
	 * this thread
	 */
	void write(byte[] message, Consumer<Boolean> whenDone) {
		try {
			InlineCompletionExecutor.inPlace(() -> send(message, (result) -> whenDone.accept(result.isOK())));
		}
		catch (RuntimeException ex) {
			// The other end closed the connection meanwhile, or it is beyond help.
			whenDone.accept(false);
		}
	}

	private void send(byte[] message, SendHandler whenDone) {
		if (this.isBinary) {
			this.remote.sendBinary(ByteBuffer.wrap(message), whenDone);
		}
		else {
			this.remote.sendText(new String(message, StandardCharsets.UTF_8), whenDone);
		}
	}

}
