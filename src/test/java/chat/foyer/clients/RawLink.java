package chat.foyer.clients;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A STOMP session over a WebSocket library that knows nothing of STOMP. Promises no
 * heart-beats and asks for none.
 */
final class RawLink implements JavaGuest.Link {

	/**
	 * The commands of which it tells the receipts.
	 */
	static final List<String> RECEIPTS = List.of("SUBSCRIBE", "SEND", "DISCONNECT");

	/**
	 * The protocol to ask for in the handshake.
	 */
	static final String PROTOCOL = "v12.stomp";

	private final Map<String, Consumer<String>> subscribers = new ConcurrentHashMap<>();

	private final Map<String, Runnable> receipts = new ConcurrentHashMap<>();

	private final JavaGuest guest;

	private final Consumer<String> socket;

	/**
	 * @param socket sends a text message
	 */
	RawLink(JavaGuest guest, Consumer<String> socket) {
		this.guest = guest;
		this.socket = socket;
	}

	/**
	 * To be called when the connection is open.
	 */
	void open() {
		send("CONNECT", Map.of("accept-version", "1.2", "host", "localhost"), "");
	}

	/**
	 * To be called with each text message.
	 */
	void hear(String message) {
		if (message.isBlank()) {
			return;
		}
		int end = message.indexOf("\n\n");
		List<String> head = message.substring(0, end).lines().toList();
		Map<String, String> headers = new LinkedHashMap<>();
		head.stream()
			.skip(1)
			.forEach(
					(line) -> headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
		switch (head.get(0)) {
			case "CONNECTED" -> this.guest.connected(this);
			case "MESSAGE" -> this.subscribers.get(headers.get("subscription"))
				.accept(message.substring(end + 2, message.lastIndexOf('\0')));
			case "RECEIPT" -> this.receipts.get(headers.get("receipt-id")).run();
			default -> System.err.println(message);
		}
	}

	@Override
	public void subscribe(String destination, Consumer<String> onBody, Runnable onReceipt) {
		this.subscribers.put(destination, onBody);
		send("SUBSCRIBE", Map.of("id", destination, "destination", destination, "receipt", receipt(onReceipt)), "");
	}

	@Override
	public void send(String destination, String body, Runnable onReceipt) {
		send("SEND", Map.of("destination", destination, "receipt", receipt(onReceipt)), body);
	}

	@Override
	public void disconnect(Runnable onReceipt) {
		send("DISCONNECT", Map.of("receipt", receipt(onReceipt)), "");
	}

	private String receipt(Runnable onReceipt) {
		String id = UUID.randomUUID().toString();
		this.receipts.put(id, onReceipt);
		return id;
	}

	private void send(String command, Map<String, String> headers, String body) {
		StringBuilder frame = new StringBuilder(command).append('\n');
		headers.forEach((name, value) -> frame.append(name).append(':').append(value).append('\n'));
		this.socket.accept(frame.append('\n').append(body).append('\0').toString());
	}

}
