package chat.foyer.clients;

import java.util.List;

import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;

/**
 * Java-WebSocket.
 */
final class JavaWebSocketSocket extends WebSocketClient {

	private final JavaGuest guest;

	private final RawLink link;

	private JavaWebSocketSocket(JavaGuest guest) {
		super(guest.url(), new Draft_6455(List.of(), List.of(new Protocol(RawLink.PROTOCOL))), guest.headers());
		this.guest = guest;
		this.link = new RawLink(guest, this::send);
	}

	public static void main(String[] arguments) {
		JavaGuest.talk(arguments, RawLink.RECEIPTS, (guest) -> new JavaWebSocketSocket(guest).connect());
	}

	@Override
	public void onOpen(ServerHandshake handshake) {
		this.link.open();
	}

	@Override
	public void onMessage(String message) {
		this.link.hear(message);
	}

	@Override
	public void onClose(int code, String reason, boolean isRemote) {
		this.guest.disconnected(code);
	}

	@Override
	public void onError(Exception failure) {
		// The close follows.
	}

}
