package chat.foyer.live.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import chat.foyer.limit.ClientAddress;
import chat.foyer.room.Guest;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * The other end of a connection, which reads at once or when it is told to. Tasks for the
 * web server's threads run at once, unless those are stalled.
 */
public class FakeSocket extends SocketWriter {

	private static final int BINARY = 0x82;

	private static final int TEXT = 0x81;

	private static final int PING = 0x89;

	private final WebSocketSession session = mock(withSettings().stubOnly());

	private final List<String> written = new ArrayList<>();

	private final List<CloseStatus> closed = new ArrayList<>();

	private final Queue<Runnable> stalled = new ArrayDeque<>();

	private final Outbox outbox;

	private Consumer<Boolean> unread;

	private int texts;

	private int pings;

	private int writes;

	private boolean isReading = true;

	private boolean isReset;

	private boolean isStalled;

	private boolean isAborted;

	public FakeSocket(String id) throws IOException {
		given(this.session.getId()).willReturn(id);
		given(this.session.isOpen()).willAnswer((call) -> this.closed.isEmpty());
		willAnswer((call) -> this.closed.add(call.getArgument(0))).given(this.session).close(any());
		this.outbox = new Outbox(this.session, this);
	}

	public WebSocketSession session() {
		return this.session;
	}

	public Outbox outbox() {
		return this.outbox;
	}

	/**
	 * A connection of a guest, whose session has the guest's id.
	 */
	public Connection connection(Guest guest) {
		return connection(guest, ClientAddress.of("192.0.2.1"));
	}

	public Connection connection(Guest guest, ClientAddress address) {
		return new Connection(guest, guest.id(), address, new ConnectionLiveness(System.nanoTime(), 50), this.outbox);
	}

	/**
	 * The payloads of all WebSocket messages that were given to the web server.
	 */
	public List<String> written() {
		return this.written;
	}

	/**
	 * How many of the messages were text.
	 */
	public int texts() {
		return this.texts;
	}

	/**
	 * How many pings were written.
	 */
	public int pings() {
		return this.pings;
	}

	/**
	 * How many writes were begun.
	 */
	public int writes() {
		return this.writes;
	}

	/**
	 * How the connection was closed; empty if it is open.
	 */
	public List<CloseStatus> closed() {
		return this.closed;
	}

	/**
	 * Whether the write in progress was given up.
	 */
	public boolean isAborted() {
		return this.isAborted;
	}

	public void stopReading() {
		this.isReading = false;
	}

	public void startReading() {
		this.isReading = true;
	}

	/**
	 * Completes the write in progress.
	 */
	public void readOne() {
		complete(true);
	}

	/**
	 * Makes the write in progress fail.
	 */
	public void failOne() {
		complete(false);
	}

	/**
	 * Makes every further write fail, as it does when the other end is gone.
	 */
	public void reset() {
		this.isReset = true;
	}

	/**
	 * Keeps the web server's threads busy until {@link #runStalled}.
	 */
	public void stall() {
		this.isStalled = true;
	}

	public void runStalled() {
		this.isStalled = false;
		while (!this.stalled.isEmpty()) {
			this.stalled.remove().run();
		}
	}

	@Override
	boolean write(ByteBuffer bytes, Consumer<Boolean> whenDone) {
		if (this.isReset) {
			execute(() -> whenDone.accept(false));
			return false;
		}
		if (this.unread != null) {
			throw new IllegalStateException("A write is in progress");
		}
		this.writes++;
		while (bytes.hasRemaining()) {
			read(bytes);
		}
		if (!this.isReading) {
			this.unread = whenDone;
		}
		return this.isReading;
	}

	@Override
	void abort() {
		this.isAborted = true;
	}

	@Override
	void execute(Runnable task) {
		if (this.isStalled) {
			this.stalled.add(task);
		}
		else {
			task.run();
		}
	}

	private void complete(boolean isWritten) {
		Consumer<Boolean> whenDone = this.unread;
		this.unread = null;
		whenDone.accept(isWritten);
	}

	/**
	 * Reads a message in one frame without a mask (RFC 6455, 5.2), or a ping.
	 */
	private void read(ByteBuffer bytes) {
		int type = bytes.get() & 0xFF;
		if (type == PING && bytes.get() == 0) {
			this.pings++;
			return;
		}
		if (type != TEXT && type != BINARY) {
			throw new IllegalStateException("Not a whole message: " + type);
		}
		this.texts += (type == TEXT) ? 1 : 0;
		long length = bytes.get();
		if (length == 126) {
			length = bytes.getShort() & 0xFFFF;
		}
		else if (length == 127) {
			length = bytes.getLong();
		}
		byte[] payload = new byte[Math.toIntExact(length)];
		bytes.get(payload);
		this.written.add(new String(payload, StandardCharsets.UTF_8));
	}

}
