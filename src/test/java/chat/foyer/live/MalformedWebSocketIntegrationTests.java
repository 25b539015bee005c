package chat.foyer.live;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import chat.foyer.support.BareLine;
import chat.foyer.support.BareLine.End;

import static chat.foyer.support.BareLine.frame;
import static chat.foyer.support.BareLine.head;
import static chat.foyer.support.BareLine.join;
import static chat.foyer.support.BareLine.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Frames against the rules of RFC 6455.
 */
class MalformedWebSocketIntegrationTests extends MischiefIntegrationTests {

	private static final int CONTINUATION = 0x00;

	private static final int FIN_CONTINUATION = 0x80;

	private static final int TEXT = 0x01;

	private static final int FIN_TEXT = 0x81;

	private static final int BINARY = 0x82;

	private static final int CLOSE = 0x88;

	private static final int PING = 0x89;

	private static final int PONG = 0x8A;

	private static final int PROTOCOL_ERROR = 1002;

	private static final int NOT_CONSISTENT = 1007;

	private static final int TOO_BIG = 1009;

	private static final byte[] NOTHING = {};

	private static final byte[] BAD_FRAME = text("HELLO\n\n\0");

	/**
	 * A server that closes the line while more is coming in cannot be sure that its close
	 * frame arrives.
	 */
	@ParameterizedTest
	@MethodSource
	void theLineIsClosedWithTheProperCode(byte[] sent, int code) {
		for (BareLine line : new BareLine[] { mallory().bareLine(), mallory().bareLine().connect() }) {
			End end = line.send(sent).end();
			assertThat(end.code()).isIn(code, End.CUT);
			assertThat(end.texts())
				.allMatch((text) -> code == TOO_BIG && text.startsWith("ERROR\nmessage:too-large\n"));
		}
	}

	static Stream<Arguments> theLineIsClosedWithTheProperCode() {
		return Stream.of(
				Stream.of(argumentSet("not masked", bytes(FIN_TEXT, 5, 'H', 'E', 'L', 'L', 'O'), PROTOCOL_ERROR),
						argumentSet("length with a sign", head(FIN_TEXT, Long.MIN_VALUE), PROTOCOL_ERROR),
						argumentSet("length of -1", head(FIN_TEXT, -1), PROTOCOL_ERROR),
						argumentSet("huge length", join(head(FIN_TEXT, 1L << 40), new byte[100_000]), TOO_BIG),
						argumentSet("ping in parts", frame(PING & 0x0F, bytes('x')), PROTOCOL_ERROR),
						argumentSet("pong in parts", frame(PONG & 0x0F, bytes('x')), PROTOCOL_ERROR),
						argumentSet("close in parts", frame(CLOSE & 0x0F, bytes(3, 0xE8)), PROTOCOL_ERROR),
						argumentSet("large ping", frame(PING, new byte[126]), PROTOCOL_ERROR),
						argumentSet("large close", frame(CLOSE, new byte[126]), PROTOCOL_ERROR),
						argumentSet("end without a beginning", frame(FIN_CONTINUATION, bytes('x')), PROTOCOL_ERROR),
						argumentSet("middle without a beginning", frame(CONTINUATION, bytes('x')), PROTOCOL_ERROR),
						argumentSet("message in a message", join(frame(TEXT, bytes('x')), frame(FIN_TEXT, bytes('x'))),
								PROTOCOL_ERROR),
						argumentSet("close with half a code", frame(CLOSE, bytes(3)), PROTOCOL_ERROR),
						argumentSet("close with a broken reason", frame(CLOSE, bytes(3, 0xE8, 0xFF)), PROTOCOL_ERROR),
						argumentSet("another protocol", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
								PROTOCOL_ERROR),
						argumentSet("large binary", frame(BINARY, new byte[30_000]), TOO_BIG)),
				Stream.of(0x40, 0x20, 0x10, 0x70)
					.map((bits) -> argumentSet("reserved bits " + bits, frame(FIN_TEXT | bits, bytes('x')),
							PROTOCOL_ERROR)),
				Stream.of(3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF)
					.map((code) -> argumentSet("reserved opcode " + code, frame(0x80 | code, bytes('x')),
							PROTOCOL_ERROR)),
				Stream.of(0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535)
					.map((code) -> argumentSet("close with " + code, frame(CLOSE, bytes(code >> 8, code)),
							PROTOCOL_ERROR)),
				Stream
					.of("80", "ff", "c080", "c1bf", "e08080", "eda080", "edbfbf", "f0808080", "f4908080", "f888808080",
							"61e282", "e28261")
					.map((hex) -> argumentSet("broken UTF-8 " + hex, frame(FIN_TEXT, HexFormat.of().parseHex(hex)),
							NOT_CONSISTENT)))
			.flatMap((cases) -> cases);
	}

	/**
	 * What is odd but allowed does no harm: the frame behind it is read.
	 */
	@ParameterizedTest
	@MethodSource
	void whatIsOnlyOddIsNoHarm(byte[] odd) {
		End end = mallory().bareLine().connect().send(join(odd, BAD_FRAME)).end();
		assertThat(end.code()).isEqualTo(PROTOCOL_ERROR);
		assertThat(end.texts()).singleElement().asString().startsWith("ERROR\nmessage:bad-frame\n").endsWith(".\0");
	}

	static Stream<Arguments> whatIsOnlyOddIsNoHarm() {
		return Stream.of(argumentSet("empty messages", (Object) repeat(frame(FIN_TEXT, NOTHING), 1000)),
				argumentSet("empty parts",
						(Object) join(frame(TEXT, NOTHING), repeat(frame(CONTINUATION, NOTHING), 1000),
								frame(FIN_CONTINUATION, NOTHING))),
				argumentSet("empty binary messages", (Object) repeat(frame(BINARY, NOTHING), 1000)),
				argumentSet("pings", (Object) repeat(frame(PING, NOTHING), 1000)),
				argumentSet("pings in a message",
						(Object) join(frame(TEXT, bytes('\n')), repeat(frame(PING, bytes(0xFF)), 10),
								frame(FIN_CONTINUATION, bytes('\n')))),
				argumentSet("pongs that nobody asked for", (Object) repeat(frame(PONG, bytes('x')), 1000)),
				argumentSet("beats", (Object) text("\n".repeat(10_000))), argumentSet("a short length in eight bytes",
						(Object) join(bytes(FIN_TEXT, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0), bytes('\n'))));
	}

	private static byte[] bytes(int... values) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		IntStream.of(values).forEach(bytes::write);
		return bytes.toByteArray();
	}

	private static byte[] repeat(byte[] bytes, int times) {
		return join(Collections.nCopies(times, bytes).toArray(byte[][]::new));
	}

}
