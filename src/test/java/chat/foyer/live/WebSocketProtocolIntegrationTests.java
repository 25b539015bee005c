package chat.foyer.live;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.support.BareLine;
import chat.foyer.support.BareLine.End;
import chat.foyer.support.BareLine.Frame;
import chat.foyer.support.Inbox;
import chat.foyer.support.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static chat.foyer.support.BareLine.frame;
import static chat.foyer.support.BareLine.head;
import static chat.foyer.support.BareLine.join;
import static chat.foyer.support.BareLine.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * RFC 6455, in the order of the cases of the Autobahn test suite. What the cases get from
 * an echo server is the receipt of a STOMP frame here.
 * {@link MalformedWebSocketIntegrationTests} has the cases in which the connection fails.
 */
class WebSocketProtocolIntegrationTests extends MischiefIntegrationTests {

	private static final int FIN = 0x80;

	private static final int CONTINUATION = 0x0;

	private static final int TEXT = 0x1;

	private static final int BINARY = 0x2;

	private static final int CLOSE = 0x8;

	private static final int PING = 0x9;

	private static final int PONG = 0xA;

	private static final int MAX_MESSAGE_BYTES = 20 * 1024;

	private static final int NORMAL = 1000;

	private static final int INVALID_TEXT = 1007;

	private static final int TOO_BIG = 1009;

	/**
	 * Characters of two, three and four bytes, and those that are no characters.
	 */
	private static final String LETTERS = "\u03BA\u1F79\u03C3\u03BC\u03B5 \uD83D\uDE00 \uFFFF \uDBFF\uDFFF";

	@Autowired
	private ConnectionRegistry connections;

	// Sections 1 and 9: framing

	@ParameterizedTest
	@ValueSource(ints = { 64, 125, 126, 127, 128, 511, 512, 513, 4_096, MAX_MESSAGE_BYTES })
	void readsTextAndBinaryMessagesOfEachLength(int length) {
		byte[] message = echo(length);
		BareLine line = mallory().bareLine().connect();
		line.send(frame(FIN | TEXT, message));
		assertThat(line.next()).isEqualTo(echoed(message));
		line.send(frame(FIN | BINARY, message));
		assertThat(line.next()).isEqualTo(echoed(message));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 100, 997 })
	void readsFramesThatArriveInPieces(int size) {
		byte[] message = echo(2_000);
		BareLine line = mallory().bareLine().connect().send(frame(FIN | TEXT, message), size);
		assertThat(line.next()).isEqualTo(echoed(message));
	}

	@Test
	void answersInMessagesOfTheKindThatTheClientSends() {
		BareLine line = mallory().bareLine().connect();
		line.send(frame(FIN | TEXT, echo(64)));
		assertThat(line.nextFrame().opcode()).isEqualTo(TEXT);
		line.send(frame(FIN | BINARY, echo(64)));
		assertThat(line.nextFrame().opcode()).isEqualTo(BINARY);
	}

	// Section 2: pings and pongs

	@ParameterizedTest
	@ValueSource(ints = { 0, 5, 124, 125 })
	void answersAPingWithItsPayload(int length) {
		byte[] payload = new byte[length];
		Arrays.fill(payload, (byte) 0xFE);
		BareLine line = mallory().bareLine().send(frame(FIN | PING, payload));
		assertThat(line.nextFrame()).isEqualTo(pong(payload));
		line.send(frame(FIN | PING, payload), 1);
		assertThat(line.nextFrame()).isEqualTo(pong(payload));
	}

	@Test
	void answersPingsInOrderAndIgnoresPongs() {
		BareLine line = mallory().bareLine();
		for (int i = 0; i < 10; i++) {
			line.send(join(frame(FIN | PONG, bytes('x')), frame(FIN | PING, bytes(i))));
		}
		for (int i = 0; i < 10; i++) {
			assertThat(line.nextFrame()).isEqualTo(pong(bytes(i)));
		}
	}

	/**
	 * The threads that read are few.
	 */
	@Test
	void goesOnReadingWhilePongsCannotBeWritten() {
		byte[] ping = frame(FIN | PING, new byte[125]);
		BareLine line = mallory().bareLine(1);
		for (int i = 0; i < 480; i++) {
			line.send(ping);
		}
		// The server registers a connection after it has answered the handshake.
		await().atMost(Inbox.PATIENCE).until(() -> this.connections.all().size() == 2);
		line.send(frame(FIN | 0x3, new byte[0]));
		await().atMost(Duration.ofSeconds(4)).until(() -> this.connections.all().size() == 1);
	}

	// Section 5: fragments

	@ParameterizedTest
	@ValueSource(ints = { TEXT, BINARY })
	void answersPingsAmongTheFragmentsOfAMessage(int opcode) {
		byte[] message = echo(600);
		BareLine line = mallory().bareLine().connect();
		line.send(frame(opcode, Arrays.copyOf(message, 300)));
		line.send(frame(FIN | PING, bytes('p')));
		assertThat(line.nextFrame()).isEqualTo(pong(bytes('p')));
		line.send(frame(FIN | PONG, bytes('q')));
		line.send(frame(FIN | CONTINUATION, Arrays.copyOfRange(message, 300, 600)));
		assertThat(line.next()).isEqualTo(echoed(message));
	}

	@Test
	void readsAMessageInFragmentsOfOneByteAndOfNone() {
		byte[] message = echo(64);
		ByteArrayOutputStream fragments = new ByteArrayOutputStream();
		fragments.writeBytes(frame(TEXT, new byte[0]));
		for (byte next : message) {
			fragments.writeBytes(frame(CONTINUATION, new byte[] { next }));
		}
		fragments.writeBytes(frame(FIN | CONTINUATION, new byte[0]));
		BareLine line = mallory().bareLine().connect().send(fragments.toByteArray());
		assertThat(line.next()).isEqualTo(echoed(message));
	}

	// Section 6: UTF-8

	@Test
	void readsCharactersThatAreCutByFragmentsAndPackets() {
		byte[] message = ("UNSUBSCRIBE\nid:1\nreceipt:" + LETTERS + "\n\n\0").getBytes(StandardCharsets.UTF_8);
		BareLine line = mallory().bareLine().connect();
		for (int at = 1; at < message.length; at++) {
			line.send(join(frame(TEXT, Arrays.copyOf(message, at)),
					frame(FIN | CONTINUATION, Arrays.copyOfRange(message, at, message.length))));
			assertThat(line.next()).contains("\nreceipt-id:" + LETTERS + "\n");
		}
		line.send(frame(FIN | TEXT, message), 1);
		assertThat(line.next()).contains("\nreceipt-id:" + LETTERS + "\n");
	}

	/**
	 * Rejects text as soon as no continuation can make it valid.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "ceba80", "f490", "eda080", "c0", "e080", "f5", "ceff" })
	void rejectsInvalidTextBeforeTheMessageIsComplete(String hex) {
		byte[] invalid = HexFormat.of().parseHex(hex);
		assertThat(mallory().bareLine().send(frame(TEXT, invalid)).end().code()).isEqualTo(INVALID_TEXT);
		assertThat(mallory().bareLine().send(join(head(FIN | TEXT, 100), masked(invalid))).end().code())
			.isEqualTo(INVALID_TEXT);
	}

	// Section 7: close

	@ParameterizedTest
	@ValueSource(
			ints = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999 })
	void answersEachValidCloseCodeWithItOr1000(int code) {
		for (String reason : new String[] { "", "x".repeat(123) }) {
			byte[] payload = join(bytes(code >> 8, code), reason.getBytes(StandardCharsets.UTF_8));
			End end = mallory().bareLine().connect().send(frame(FIN | CLOSE, payload)).end();
			assertThat(end.code()).isIn(code, NORMAL);
			assertThat(end.texts()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1016, 1100, 2000, 2999 })
	void answersACloseCodeThatIsNotRegisteredWithAProtocolError(int code) {
		End end = mallory().bareLine().connect().send(frame(FIN | CLOSE, bytes(code >> 8, code))).end();
		assertThat(end.code()).isEqualTo(1002);
	}

	@Test
	void answersACloseWithoutCodeAndNothingBehindIt() {
		End end = mallory().bareLine()
			.connect()
			.send(join(frame(FIN | TEXT, echo(64)), frame(FIN | CLOSE, new byte[0]), frame(FIN | TEXT, echo(65)),
					frame(FIN | PING, bytes('x'))))
			.end();
		assertThat(end.code()).isIn(NORMAL, End.WITHOUT_CODE);
		assertThat(end.texts()).containsExactly(echoed(echo(64)));
	}

	@Test
	void answersACloseInTheMiddleOfAMessage() {
		End end = mallory().bareLine()
			.connect()
			.send(join(frame(TEXT, bytes('\n')), frame(FIN | CLOSE, bytes(NORMAL >> 8, NORMAL))))
			.end();
		assertThat(end.code()).isEqualTo(NORMAL);
	}

	// Section 9: limits

	/**
	 * Nothing of the frame that is too long has to arrive.
	 */
	@ParameterizedTest
	@MethodSource
	void rejectsAMessageAsSoonAsItDeclaresToBeTooLong(byte[] sent) {
		End end = mallory().bareLine().connect().send(sent).end();
		assertThat(end.code()).isEqualTo(TOO_BIG);
		assertThat(end.texts()).singleElement().asString().startsWith("ERROR\nmessage:too-large\n");
	}

	static Stream<Arguments> rejectsAMessageAsSoonAsItDeclaresToBeTooLong() {
		byte[] beginning = Arrays.copyOf(echo(MAX_MESSAGE_BYTES), 10_000);
		int rest = MAX_MESSAGE_BYTES - beginning.length + 1;
		return Stream.of(argumentSet("text", head(FIN | TEXT, MAX_MESSAGE_BYTES + 1)),
				argumentSet("binary", head(FIN | BINARY, MAX_MESSAGE_BYTES + 1)),
				argumentSet("first fragment", head(BINARY, MAX_MESSAGE_BYTES + 1)),
				argumentSet("a terabyte", head(FIN | TEXT, 1L << 40)),
				argumentSet("longest length", head(FIN | TEXT, Long.MAX_VALUE)),
				argumentSet("last fragment", join(frame(TEXT, beginning), head(FIN | CONTINUATION, rest))),
				argumentSet("fragment behind a ping",
						join(frame(BINARY, beginning), frame(FIN | PING, bytes('x')), head(CONTINUATION, rest))),
				argumentSet("longest fragment", join(frame(BINARY, beginning), head(CONTINUATION, Long.MAX_VALUE))));
	}

	// Section 4 of the RFC: the opening handshake

	@ParameterizedTest
	@CsvSource({ "HTTP/1.1, Upgrade, websocket, 13, 101", "HTTP/1.1, 'keep-alive, Upgrade', WebSocket, 13, 101",
			"HTTP/1.1, Upgrade, websocket, 8, 426", "HTTP/1.1, Upgrade, websocket, '', 426",
			"HTTP/1.1, Upgrade, h2c, 13, 426", "HTTP/1.1, keep-alive, '', 13, 426",
			"HTTP/1.0, Upgrade, websocket, 13, 426" })
	void upgradesOnlyToTheProtocolAndOtherwiseNamesIt(String http, String connection, String upgrade, String version,
			int status) {
		String answer = handshake(http,
				header("Connection", connection) + header("Upgrade", upgrade) + header("Sec-WebSocket-Version", version)
						+ header("Origin", mallory().origin()) + header("Cookie", mallory().cookieHeader()));
		assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
		if (status == 426) {
			assertThat(answer.toLowerCase(Locale.ROOT))
				.contains("\r\nupgrade: websocket\r\n", "\r\nsec-websocket-version: 13\r\n")
				.containsPattern("\r\nconnection: ([a-z-]+, )?upgrade");
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET /live, text/html, 426", "GET /live, */*, 426", "GET /live, application/json, 204",
			"POST /live, application/json, 403" })
	void plainRequestIsToldToUpgrade(String line, String accept, int status) {
		String answer = http(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header("Accept", accept)
				+ header("Cookie", mallory().cookieHeader()) + "\r\n");
		assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
		assertThat(answer.toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket\r\n")).isEqualTo(status == 426);
	}

	@Test
	void refusedHandshakeIsExplainedToJsonClients() {
		String upgrade = header("Connection", "Upgrade") + header("Upgrade", "websocket");
		String version = header("Sec-WebSocket-Version", "13");
		String json = header("Accept", "application/json");
		String origin = header("Origin", mallory().origin());
		assertThat(handshake("HTTP/1.1", upgrade + version + json)).startsWith("HTTP/1.1 403 ")
			.contains("application/problem+json", "\"error\":\"forbidden\"", "\"status\":403");
		assertThat(handshake("HTTP/1.1", upgrade + version + json + origin)).startsWith("HTTP/1.1 403 ")
			.contains("application/problem+json", "\"error\":\"not-a-member\"");
		assertThat(handshake("HTTP/1.1", upgrade + json + origin)).startsWith("HTTP/1.1 426 ")
			.contains("application/problem+json", "\"error\":\"bad-request\"");
		assertThat(handshake("HTTP/1.1", upgrade + version + origin)).startsWith("HTTP/1.1 403 ")
			.doesNotContain("problem");
	}

	private String handshake(String http, String headers) {
		return http("GET /live " + http + "\r\nHost: " + mallory().origin().replaceFirst("http://", "")
				+ "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + headers + "\r\n");
	}

	private String http(String request) {
		return new RawHttp(mallory().origin()).exchange(request);
	}

	private static String header(String name, String value) {
		return value.isEmpty() ? "" : name + ": " + value + "\r\n";
	}

	/**
	 * A STOMP frame that makes the server send a receipt which is as long as the rest of
	 * the frame.
	 */
	private static byte[] echo(int length) {
		String frame = "UNSUBSCRIBE\nid:1\nreceipt:%s\n\n\0";
		return frame.formatted("x".repeat(length - frame.length() + 2)).getBytes(StandardCharsets.US_ASCII);
	}

	private static String echoed(byte[] message) {
		String id = new String(message, StandardCharsets.US_ASCII).replaceAll("(?s).*\nreceipt:(x*)\n.*", "$1");
		return "RECEIPT\nreceipt-id:" + id + "\n\n\0";
	}

	private static Frame pong(byte[] payload) {
		return new Frame(PONG, ByteBuffer.wrap(payload));
	}

	private static byte[] masked(byte[] payload) {
		byte[] frame = frame(FIN | BINARY, payload);
		return Arrays.copyOfRange(frame, frame.length - payload.length, frame.length);
	}

	private static byte[] bytes(int... values) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		IntStream.of(values).forEach(bytes::write);
		return bytes.toByteArray();
	}

}
