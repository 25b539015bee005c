package chat.foyer.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import chat.foyer.limit.ClientAddress;
import chat.foyer.room.Guest;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * The other end of a connection, which reads at once or when it is told to.
 */
class FakeSocket {

	private final NativeWebSocketSession session = mock(withSettings().stubOnly());

	private final List<String> written = new ArrayList<>();

	private final Queue<SendHandler> unread = new ArrayDeque<>();

	private final List<CloseStatus> closed = new ArrayList<>();

	private final Outbox outbox;

	private int texts;

	private long sendTimeout;

	private boolean isReading = true;

	private RuntimeException refusal;

	private int depth;

	private int deepest;

	FakeSocket(String id) throws IOException {
		Session container = mock(withSettings().stubOnly());
		RemoteEndpoint.Async remote = mock(withSettings().stubOnly());
		given(this.session.getId()).willReturn(id);
		given(this.session.getNativeSession(Session.class)).willReturn(container);
		given(container.getAsyncRemote()).willReturn(remote);
		willAnswer((call) -> this.sendTimeout = call.getArgument(0)).given(remote).setSendTimeout(anyLong());
		willAnswer((call) -> {
			this.texts++;
			write(StandardCharsets.UTF_8.encode(call.<String>getArgument(0)), call.getArgument(1));
			return null;
		}).given(remote).sendText(any(), any());
		willAnswer((call) -> {
			write(call.getArgument(0), call.getArgument(1));
			return null;
		}).given(remote).sendBinary(any(), any());
		willAnswer((call) -> this.closed.add(call.getArgument(0))).given(this.session).close(any());
		this.outbox = new Outbox(this.session);
	}

	NativeWebSocketSession session() {
		return this.session;
	}

	Outbox outbox() {
		return this.outbox;
	}

	/**
	 * A connection of a guest, whose session has the guest's id.
	 */
	Connection connection(Guest guest) {
		return connection(guest, ClientAddress.of("192.0.2.1"));
	}

	Connection connection(Guest guest, ClientAddress address) {
		return new Connection(guest, guest.id(), address, new ConnectionLiveness(System.nanoTime(), 50), this.outbox);
	}

	/**
	 * How many of the messages were text.
	 */
	int texts() {
		return this.texts;
	}

	/**
	 * All that was given to the web server to be written.
	 */
	List<String> written() {
		return this.written;
	}

	/**
	 * How the connection was closed; empty if it is open.
	 */
	List<CloseStatus> closed() {
		return this.closed;
	}

	long sendTimeout() {
		return this.sendTimeout;
	}

	/**
	 * The most writes that were begun inside of one another.
	 */
	int deepest() {
		return this.deepest;
	}

	void stopReading() {
		this.isReading = false;
	}

	void startReading() {
		this.isReading = true;
	}

	/**
	 * Reads the one message that is on its way.
	 */
	void readOne() {
		this.unread.remove().onResult(new SendResult(container()));
	}

	/**
	 * Lets the one message that is on its way fail, as by a time-out.
	 */
	void failOne() {
		this.unread.remove().onResult(new SendResult(container(), new IOException("timed out")));
	}

	/**
	 * Makes the web server refuse to write, as it does when the other end has closed.
	 */
	void goAway(RuntimeException refusal) {
		this.refusal = refusal;
	}

	private Session container() {
		return this.session.getNativeSession(Session.class);
	}

	private void write(ByteBuffer frames, SendHandler handler) {
		if (this.refusal != null) {
			throw this.refusal;
		}
		if (!this.unread.isEmpty()) {
			throw new IllegalStateException("A write is under way");
		}
		this.written.add(StandardCharsets.UTF_8.decode(frames).toString());
		if (this.isReading) {
			this.depth++;
			this.deepest = Math.max(this.deepest, this.depth);
			handler.onResult(new SendResult(container()));
			this.depth--;
		}
		else {
			this.unread.add(handler);
		}
	}

}
