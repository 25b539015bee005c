package chat.foyer.clients;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import chat.foyer.room.RoomKey;
import chat.foyer.support.Visitor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the clients in Java share; does what {@code guest.mjs} does. All that happens is
 * handled by one thread, in order.
 */
final class JavaGuest {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final long RETRY_MS = 300;

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	private final Visitor visitor;

	private final String room;

	private final Consumer<JavaGuest> connect;

	private @Nullable JsonNode last;

	private boolean isLeaving;

	private JavaGuest(String address, String room, Consumer<JavaGuest> connect) {
		this.visitor = new Visitor(address);
		this.room = room;
		this.connect = connect;
	}

	/**
	 * Enters and opens a connection, again whenever it is lost.
	 * @param arguments the server's address, a room and a username
	 * @param receipts the commands of which the library tells the receipts
	 * @param connect opens a connection; calls {@link #connected} and
	 * {@link #disconnected}
	 */
	static void talk(String[] arguments, List<String> receipts, Consumer<JavaGuest> connect) {
		print(Map.of("receipts", receipts));
		JavaGuest guest = new JavaGuest(arguments[0], arguments[1], connect);
		guest.visitor.enter(arguments[2], arguments[1]);
		guest.thread.execute(guest::connect);
	}

	/**
	 * Where the live connections are.
	 */
	URI url() {
		return this.visitor.live("ws");
	}

	/**
	 * The headers of a handshake.
	 */
	Map<String, String> headers() {
		return Map.of("Origin", this.visitor.origin(), "Cookie", this.visitor.cookieHeader());
	}

	/**
	 * To be called after CONNECTED.
	 */
	void connected(Link link) {
		this.thread.execute(() -> begin(link));
	}

	/**
	 * To be called when a connection has failed or has ended.
	 * @param code the code of its close frame
	 */
	void disconnected(@Nullable Integer code) {
		this.thread.execute(() -> {
			if (this.isLeaving) {
				// The test ends the program, for the library may be closing still.
				print((code != null) ? Map.of("closed", code) : Map.of("closed", "unknown"));
				return;
			}
			CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS, this.thread).execute(this::connect);
		});
	}

	private void connect() {
		this.connect.accept(this);
	}

	private void begin(Link link) {
		String key = RoomKey.of(this.room).encoded();
		link.subscribe("/user/queue/replies", (body) -> print(Map.of("reply", JSON.readTree(body))), () -> {
		});
		link.subscribe("/topic/rooms." + key,
				(body) -> this.thread.execute(() -> hear(link, JSON.readTree(body), "live")), receipt("SUBSCRIBE"));
		List<String> texts = (this.last != null) ? List.of("back") : List.of("1", "2", "3");
		if (this.last != null) {
			resume(link);
		}
		for (String text : texts) {
			String body = JSON.writeValueAsString(Map.of("id", UUID.randomUUID().toString(), "text", text));
			link.send("/app/rooms." + key + ".say", body, receipt("SEND"));
		}
	}

	private void resume(Link link) {
		JsonNode page;
		do {
			JsonNode known = this.last;
			page = JSON.readTree(
					this.visitor
						.get(Visitor.addressOf(this.room) + "/events?after=" + known.get("seq") + "&at="
								+ known.get("at").asString())
						.body());
			page.get("events").forEach((event) -> hear(link, event, "http"));
		}
		while (!page.get("events").isEmpty() && page.get("lastSeq").asLong() > seq());
	}

	private void hear(Link link, JsonNode event, String via) {
		if (event.get("seq").asLong() > seq()) {
			this.last = event;
			print(Map.of("event", event, "via", via));
			if (event.path("text").asString("").equals("leave")) {
				this.isLeaving = true;
				link.disconnect(receipt("DISCONNECT"));
			}
		}
	}

	private long seq() {
		return (this.last != null) ? this.last.get("seq").asLong() : 0;
	}

	private static Runnable receipt(String command) {
		return () -> print(Map.of("receipt", command));
	}

	private static synchronized void print(Map<String, ?> what) {
		System.out.println(JSON.writeValueAsString(what));
	}

	/**
	 * A STOMP session, as a library has it.
	 */
	interface Link {

		void subscribe(String destination, Consumer<String> onBody, Runnable onReceipt);

		void send(String destination, String body, Runnable onReceipt);

		void disconnect(Runnable onReceipt);

	}

}
