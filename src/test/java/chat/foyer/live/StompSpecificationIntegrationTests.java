package chat.foyer.live;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import chat.foyer.support.BareLine;
import chat.foyer.support.BareLine.End;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.ServerLog;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server by the sections of the STOMP 1.2 specification, in its order, on raw frames.
 */
@IntegrationTest
class StompSpecificationIntegrationTests {

	private static final String REPLIES = "destination:/user/queue/replies";

	private final String room = Visitors.newRoom();

	private final String topic = "destination:/topic/rooms." + RoomKey.of(this.room).encoded();

	private final String say = "destination:/app/rooms." + RoomKey.of(this.room).encoded() + ".say";

	private final String read = "destination:/app/rooms." + RoomKey.of(this.room).encoded() + ".read";

	private final String signal = "destination:/app/rooms." + RoomKey.of(this.room).encoded() + ".signal";

	@Autowired
	@AutoClose
	private Visitors visitors;

	private Visitor ann;

	private BareLine line;

	@BeforeEach
	void enter() {
		this.ann = this.visitors.enter("Ann", this.room);
		this.line = this.ann.bareLine();
	}

	// "STOMP Frames"

	@Test
	void linesMayEndInCrLf() {
		this.line.connect();
		sendText("SUBSCRIBE\r\nid:1\r\n" + REPLIES + "\r\nreceipt:s\r\n\r\n\0\r\n\r\n");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:s\n\n\0");
		sendText("\r\n\nSEND\r\n" + this.say + "\r\n\r\n{\"id\":\"1\",\"text\":\"\"}\0\n\r\n");
		assertThat(body(this.line.next())).isEqualTo("{\"id\":\"1\",\"error\":\"empty\"}");
	}

	@Test
	void lineEndMayBeCutIntoTwoMessages() {
		this.line.connect();
		Stream.of("SUBSCRIBE\r", "\nid:1\r", "\n" + REPLIES, "\nreceipt:s\r\n\r", "\n", "\0\r", "\n")
			.forEach(this::sendText);
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:s\n\n\0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HELLO\n", "UNSUBSCRIBED\n", "GET / HTTP/1.1\r\n", "send\n", "SUBSCRIBE\nid\n",
			"SUBSCRIBE\n:1\n", "SUBSCRIBE\nid:1\rx\n", "SUBSCRIBE\nid:1\n\0", "SUBSCRIBE\0", "SEND\ndestination:x\n\0",
			"SUBSCRIBE\nid:1\n\nx", "SUBSCRIBE\nid:1\ncontent-length:1\n\nx" })
	void malformedFrameIsRefusedAtOnce(String beginning) {
		this.line.connect();
		sendText(beginning);
		assertRefused("bad-frame", (error) -> true);
	}

	@Test
	void refusedFrameNeedNotBeComplete() {
		this.line.connect();
		sendText("SUBSCRIBE\nreceipt:r\\c1\nid:\\t\n");
		assertRefused("bad-frame", (error) -> error.contains("\nreceipt-id:r\\c1\n"));
	}

	// "Value Encoding"

	@ParameterizedTest
	@ValueSource(strings = { "\\t", "\\", "\\0", "\\x41", "\\R" })
	void unknownEscapeSequenceIsRefused(String escape) {
		this.line.connect();
		send("SUBSCRIBE", "id:1" + escape, REPLIES, "receipt:s");
		assertRefused("bad-frame", (error) -> error.contains("\nreceipt-id:s\n"));
	}

	@Test
	void headersAreUnescapedAndEscaped() {
		this.line.connect();
		String value = "a\\cb\\nc\\rd\\\\e";
		send("SUBSCRIBE", "id:" + value, REPLIES, "receipt:" + value);
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:" + value + "\n\n\0");
		say("{\"id\":\"1\",\"text\":\"\"}");
		assertThat(this.line.next()).contains("\nsubscription:" + value + "\n");
	}

	@Test
	void connectHasNoEscapeSequences() {
		send("CONNECT", "accept-version:1.2", "host:x", "passcode:a\\tb\\");
		assertThat(this.line.next()).startsWith("CONNECTED\n");
	}

	@Test
	void headerThatIsNoUtf8IsRefused() {
		this.line.connect();
		byte[] frame = "SUBSCRIBE\nid:?\ndestination:/user/queue/replies\n\n\0".getBytes(StandardCharsets.UTF_8);
		frame["SUBSCRIBE\nid:".length()] = (byte) 0xFF;
		this.line.send(BareLine.binary(frame));
		assertRefused("bad-frame", (error) -> error.contains("UTF-8"));
	}

	// "Body" and "Standard Headers": content-length

	@ParameterizedTest
	@ValueSource(strings = { "x", "-1", "", "+5", " 5", "5 ", "2.0", "1", "100", "16000", "99999999999999999999" })
	void wrongContentLengthIsRefusedAtOnce(String length) {
		this.line.connect();
		send("SEND", this.say, "receipt:r", "content-length:" + length, "", "{\"id\":\"1\",\"text\":\"\"}");
		assertRefused("bad-frame", (error) -> error.contains("\nreceipt-id:r\n"));
	}

	@Test
	void wrongContentLengthOfALongBodyIsRefusedAtOnce() {
		this.line.connect();
		send("SEND", this.say, "content-length:9000", "", "{\"id\":\"1\",\"text\":\"" + "x".repeat(5_000) + "\"}");
		assertRefused("bad-frame", (error) -> true);
	}

	@Test
	void contentLengthBeyondTheLimitIsTooLargeAtOnce() {
		this.line.connect();
		sendText("SEND\n" + this.say + "\ncontent-length:30000\nreceipt:r\n\n{");
		assertRefused("too-large", (error) -> error.contains("\nreceipt-id:r\n"));
	}

	@Test
	void bodyMayHaveAContentLength() {
		connectForReplies();
		String body = "{\"id\":\"1\",\"text\":\"\"}";
		send("SEND", this.say, "content-length:" + body.length(), "", body);
		assertThat(body(this.line.next())).isEqualTo("{\"id\":\"1\",\"error\":\"empty\"}");
	}

	// "Standard Headers": receipt

	@Test
	void everyFrameIsConfirmed() {
		this.line.connect();
		send("SUBSCRIBE", "id:1", REPLIES, "receipt:subscribe");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:subscribe\n\n\0");
		send("SEND", this.say, "receipt:say", "", "{\"id\":\"1\",\"text\":\"Hello\"}");
		assertThat(body(this.line.next())).startsWith("{\"id\":\"1\",\"seq\":");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:say\n\n\0");
		send("SEND", this.say, "receipt:refused", "", "{\"id\":\"1\",\"text\":7}");
		assertThat(body(this.line.next())).isEqualTo("{\"id\":\"1\",\"error\":\"bad-frame\"}");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:refused\n\n\0");
		send("SEND", this.read, "receipt:read", "", "{\"seq\":1}");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:read\n\n\0");
		send("SEND", this.signal, "receipt:signal", "", "{\"type\":\"typing\"}");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:signal\n\n\0");
		send("UNSUBSCRIBE", "id:unknown", "receipt:unsubscribe");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:unsubscribe\n\n\0");
		send("DISCONNECT", "receipt:disconnect");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:disconnect\n\n\0");
	}

	// "Repeated Header Entries"

	@Test
	void firstOfRepeatedHeadersCounts() {
		this.line.connect();
		send("SUBSCRIBE", "id:1", "id:2", REPLIES, "destination:/topic/**", "receipt:first", "receipt:second");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:first\n\n\0");
		say("{\"id\":\"1\",\"text\":\"\"}");
		assertThat(this.line.next()).contains("\nsubscription:1\n");
	}

	// "Size Limits"

	@Test
	void tooManyHeadersAreTooLarge() {
		this.line.connect();
		send("SEND", "a:b\n".repeat(6_000) + this.say);
		assertRefused("too-large", (error) -> true);
	}

	// "CONNECT or STOMP Frame" and "Protocol Negotiation"

	@ParameterizedTest
	@ValueSource(strings = { "CONNECT", "STOMP" })
	void sessionBeginsWithConnectOrStomp(String command) {
		send(command, "accept-version:1.0,1.1,1.2", "host:x");
		assertThat(this.line.next()).startsWith("CONNECTED\n").contains("\nversion:1.2\n");
		send(command, "accept-version:1.2", "host:x");
		assertRefused("bad-frame", (error) -> true);
	}

	@Test
	void nothingComesBeforeConnect() {
		send("SEND", this.say, "receipt:r", "", "{\"id\":\"1\",\"text\":\"\"}");
		assertRefused("bad-frame", (error) -> error.contains("\nreceipt-id:r\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "accept-version:1.0,1.1", "accept-version:2.0", "accept-version:", "host:x" })
	void errorNamesTheVersionWhereThereIsNoCommonOne(String header) {
		send("CONNECT", header);
		assertRefused("bad-frame", (error) -> error.contains("\nversion:1.2\n")
				&& body(error).equals("The server speaks STOMP 1.2 only."));
	}

	@ParameterizedTest
	@CsvSource({ "'v10.stomp,v11.stomp,v12.stomp', v12.stomp", "'v12.stomp,v11.stomp', v12.stomp",
			"'v10.stomp,v11.stomp', ''", "mqtt, ''", "'', ''" })
	void handshakeSelectsStomp12AndNothingElse(String offered, String selected) {
		WebSocket.Builder handshake = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.header("Origin", this.ann.origin())
			.header("Cookie", this.ann.cookieHeader());
		List<String> protocols = Stream.of(offered.split(",")).filter(Predicate.not(String::isEmpty)).toList();
		if (!protocols.isEmpty()) {
			handshake.subprotocols(protocols.get(0), protocols.stream().skip(1).toArray(String[]::new));
		}
		WebSocket socket = handshake.buildAsync(this.ann.live("ws"), new WebSocket.Listener() {
		}).join();
		assertThat(socket.getSubprotocol()).isEqualTo(selected);
		socket.abort();
	}

	// "SEND"

	@ParameterizedTest
	@ValueSource(
			strings = { "destination:/topic/x", "destination:/app/rooms.x", "x:y", "destination:/app/rooms.*.say" })
	void refusedSendDoesNotEndTheConnection(String header) {
		connectForReplies();
		String more = "SEND\n" + this.say + "\n\n{\"id\":\"2\",\"text\":\"\"}\0";
		sendText("SEND\n" + header + "\nreceipt:r\n\n{\"text\":\"x\",\"id\":\"1\"}\0" + more);
		assertThat(body(this.line.next()))
			.isEqualTo("{\"id\":\"1\",\"error\":\"" + (header.equals("x:y") ? "bad-frame" : "forbidden") + "\"}");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:r\n\n\0");
		assertThat(body(this.line.next())).isEqualTo("{\"id\":\"2\",\"error\":\"empty\"}");
	}

	@Test
	void bodyThatIsTooLargeIsAnsweredWithItsId() {
		connectForReplies();
		say("{\"id\":\"1\",\"text\":\"" + "x".repeat(17_000) + "\"}");
		assertThat(body(this.line.next())).isEqualTo("{\"id\":\"1\",\"error\":\"too-large\"}");
		say("{\"id\":\"2\",\"text\":\"" + "x".repeat(4_001) + "\"}");
		assertThat(body(this.line.next())).isEqualTo("{\"id\":\"2\",\"error\":\"too-large\"}");
	}

	@Test
	void refusedSendEndsTheConnectionWhereThereAreNoReplies() {
		this.line.connect();
		send("SEND", this.say, "receipt:r", "", "{\"id\":\"1\",\"text\":\"\"}");
		assertRefused("empty", (error) -> error.contains("\nreceipt-id:r\n"));
	}

	@Test
	void crLfInATextIsALineBreak() {
		this.line.connect();
		send("SUBSCRIBE", "id:1", this.topic);
		assertThat(body(this.line.next())).contains("\"join\"");
		say("{\"id\":\"1\",\"text\":\"a\\r\\nb\"}");
		assertThat(body(this.line.next())).contains("\"text\":\"a\\nb\"");
	}

	// "SUBSCRIBE" and "UNSUBSCRIBE"

	@Test
	void eachSubscriptionGetsItsOwnMessage() {
		connectForReplies();
		send("SUBSCRIBE", "id:more", REPLIES);
		send("SUBSCRIBE", "id:a", this.topic);
		assertThat(this.line.next()).contains("\nsubscription:a\n");
		send("SUBSCRIBE", "id:b", this.topic, "ack:auto", "receipt:s");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:s\n\n\0");
		say("{\"id\":\"1\",\"text\":\"Hello\"}");
		assertThat(subscriptionsOfNext(4)).containsExactlyInAnyOrder("a", "b", "replies", "more");
		send("UNSUBSCRIBE", "id:a");
		send("UNSUBSCRIBE", "id:replies");
		say("{\"id\":\"2\",\"text\":\"Hello\"}");
		assertThat(subscriptionsOfNext(2)).containsExactlyInAnyOrder("b", "more");
	}

	@Test
	void repeatedIdReplacesTheSubscription() {
		this.line.connect();
		send("SUBSCRIBE", "id:1", this.topic);
		assertThat(body(this.line.next())).contains("\"join\"");
		send("SUBSCRIBE", "id:1", REPLIES);
		say("{\"id\":\"1\",\"text\":\"Hello\"}");
		assertThat(this.line.next()).contains("\n" + REPLIES + "\n");
		send("DISCONNECT", "receipt:d");
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:d\n\n\0");
	}

	@ParameterizedTest
	@CsvSource({ "client, forbidden", "client-individual, forbidden", "x, bad-frame" })
	void onlyAutomaticAcknowledgementIsSupported(String ack, String word) {
		this.line.connect();
		send("SUBSCRIBE", "id:1", this.topic, "ack:" + ack, "receipt:s");
		assertRefused(word,
				(error) -> error.contains("\nreceipt-id:s\n") && body(error).startsWith("Acknowledgements"));
	}

	@Test
	void refusedSubscribeEndsTheConnection() {
		this.line.connect();
		send("SUBSCRIBE", "id:1", "destination:/topic/rooms.x", "receipt:s");
		assertRefused("not-a-member", (error) -> error.contains("\nreceipt-id:s\n"));
	}

	@Test
	void leavingOneOfTwoRoomsKeepsTheOther() {
		String otherRoom = Visitors.newRoom();
		String otherTopic = "destination:/topic/rooms." + RoomKey.of(otherRoom).encoded();
		this.ann.enter("Ann", otherRoom);
		this.line.connect();
		send("SUBSCRIBE", "id:rooms", "destination:/user/queue/rooms");
		send("SUBSCRIBE", "id:a", this.topic);
		assertThat(body(this.line.next())).contains("\"join\"");
		send("SUBSCRIBE", "id:b", otherTopic);
		assertThat(body(this.line.next())).contains("\"join\"");
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		assertThat(body(this.line.next())).contains("Bob");
		this.ann.leave(this.room);
		String left = "{\"room\":\"" + RoomKey.of(this.room).encoded() + "\",\"left\":true}";
		// The end of the presence may be told first.
		assertThat(Stream.generate(this.line::next).limit(2).map((message) -> body(message)).anyMatch(left::equals))
			.isTrue();
		bob.say(this.room, "Is Ann gone?");
		bob.replies().next();
		send("SEND", this.say.replace(RoomKey.of(this.room).encoded(), RoomKey.of(otherRoom).encoded()), "",
				"{\"id\":\"1\",\"text\":\"Here\"}");
		assertThat(body(this.line.next())).contains("\"Here\"");
		this.ann.leave(otherRoom);
		assertThat(this.line.end()).extracting(End::code, End::reason).containsExactly(1008, "session-ended");
	}

	// "ACK", "NACK", "BEGIN", "COMMIT", "ABORT"

	@ParameterizedTest
	@ValueSource(strings = { "ACK\nid:1", "NACK\nid:1", "BEGIN\ntransaction:1", "COMMIT\ntransaction:1",
			"ABORT\ntransaction:1", "SEND\ntransaction:1\nSAY" })
	void acknowledgementsAndTransactionsAreRefused(String head) {
		connectForReplies();
		sendText(head.replace("SAY", this.say) + "\nreceipt:r\n\n\0");
		assertRefused("forbidden",
				(error) -> error.contains("\nreceipt-id:r\n") && body(error).contains(" are not supported"));
	}

	// "DISCONNECT" and "Connection Lingering"

	@Test
	void disconnectEndsTheConnectionNormally() {
		this.line.connect();
		try (ServerLog log = new ServerLog()) {
			send("DISCONNECT");
			assertThat(this.line.end()).isEqualTo(new End(List.of(), 1000, ""));
			assertThat(log.lines()).isEmpty();
		}
	}

	@Test
	void nothingIsTakenAfterDisconnect() {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		assertThat(bob.nextLines(1)).containsExactly("join Bob");
		connectForReplies();
		long start = System.nanoTime();
		String hello = "SEND\n" + this.say + "\n\n{\"id\":\"1\",\"text\":\"Hello\"}\0";
		sendText("DISCONNECT\nreceipt:d\n\n\0\n" + hello);
		assertThat(this.line.next()).isEqualTo("RECEIPT\nreceipt-id:d\n\n\0");
		sendText(hello);
		send("SUBSCRIBE", "id:1", this.topic, "receipt:s");
		sendText("HELLO\n\n\0");
		assertThat(this.line.end()).isEqualTo(new End(List.of(), 1000, ""));
		assertThat(System.nanoTime() - start).as("the client had time to close").isGreaterThan(3_000_000_000L);
		bob.say(this.room, "Quiet here");
		assertThat(bob.nextLines(1)).containsExactly("Bob: Quiet here");
	}

	// "MESSAGE"

	@Test
	void messageHasTheRequiredHeaders() {
		this.line.connect();
		send("SUBSCRIBE", "id:1", this.topic);
		String message = this.line.next();
		String body = body(message);
		assertThat(message.substring(0, message.indexOf("\n\n"))).startsWith("MESSAGE\n")
			.contains("\n" + this.topic, "\nsubscription:1", "\nmessage-id:",
					"\ncontent-type:application/json;charset=utf-8",
					"\ncontent-length:" + body.getBytes(StandardCharsets.UTF_8).length)
			.doesNotContain("\nack:");
	}

	private void connectForReplies() {
		this.line.connect();
		send("SUBSCRIBE", "id:replies", REPLIES);
	}

	private void say(String body) {
		send("SEND", this.say, "", body);
	}

	/**
	 * Sends a frame. An empty line precedes the body.
	 */
	private void send(String... lines) {
		String frame = String.join("\n", lines);
		sendText(frame.contains("\n\n") ? frame + "\0" : frame + "\n\n\0");
	}

	private void sendText(String text) {
		this.line.send(BareLine.text(text));
	}

	private List<String> subscriptionsOfNext(int count) {
		return Stream.generate(this.line::next)
			.limit(count)
			.map((message) -> message.replaceAll("(?s).*\nsubscription:([^\n]+)\n.*", "$1"))
			.collect(Collectors.toList());
	}

	/**
	 * Asserts that the next and last message is an ERROR, behind which the server closes
	 * the connection. One that waited for more of the frame would close it with 1008.
	 */
	private void assertRefused(String word, Predicate<String> isExpected) {
		End end = this.line.end();
		assertThat(end.texts()).singleElement()
			.matches((error) -> error.startsWith("ERROR\nmessage:" + word + "\n") && error.endsWith("\0"))
			.matches((error) -> isExpected.test(error));
		assertThat(end.code()).isIn(1002, 1009);
	}

	private static String body(String frame) {
		return frame.substring(frame.indexOf("\n\n") + 2, frame.length() - 1);
	}

}
