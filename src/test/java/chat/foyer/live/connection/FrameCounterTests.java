package chat.foyer.live.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.BufferingStompDecoder;
import org.springframework.messaging.simp.stomp.StompDecoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FrameCounter}.
 */
class FrameCounterTests {

	private static final int LARGE = 1_000_000;

	/**
	 * Frames and heart-beats, some of which hide the end of a frame from a simple search.
	 */
	private static final List<String> PIECES = List.of("SEND\n\n\0", "SEND\ndestination:/x\n\nhello\0", "\n", "\r\n",
			"SEND\ncontent-length:5\n\na\0b\0c\0", "SEND\r\ncontent-length:0\r\n\r\n\0",
			"SEND\ncontent-length:-1\n\nhello\0", "SEND\ncontent-length:+3\n\n\0\0\0\0",
			"SEND\ncontent-length:2\ncontent-length:9\n\n\0\0\0", "SEND\nx-content-length:3\n\na\0",
			"SEND\nContent-Length:3\n\na\0", "SEND\ncontent-length :3\n\na\0", "SEND\ncontent-length-2:3\n\na\0",
			"SEND\nx:\0\n\na\0", "SEND\ncontent-length:\u0663\n\n\0\0\0\0", "SEND\ncontent-length:00003\n\n\0\0\0\0",
			"UNSUBSCRIBE\nid:1\n\n\0", "SEND\ncontent-length:4\n\n\u20ac\0\0", "SEND\n\n\n\n\0");

	/**
	 * Frames whose length is no number. Spring ignores it, or rejects it in a frame that
	 * is cut.
	 */
	private static final List<String> ODD_PIECES = List.of("SEND\ncontent-length:x\n\nhello\0",
			"SEND\ncontent-length:x\ncontent-length:3\n\na\0", "SEND\ncontent-length: 3\n\na\0",
			"SEND\ncontent-length:\n\na\0", "SEND\ncontent-length:99999999999\n\na\0",
			"SEND\ncontent-length:3\\c\n\na\0", "SEND\ncontent-length:0x3\n\na\0");

	private final FrameCounter counter = new FrameCounter();

	@ParameterizedTest
	@CsvSource({ "'SEND\n\n\0', 1", "'SEND\n\n\0SEND\n\n\0', 2", "'\n', 1", "'\n\n\n', 3", "'\r\n', 1", "'', 0",
			"'SEND\n', 0", "'SEND\0', 0", "'SEND\n\n\0\n', 1", "'SEND\n\n\0\n\n', 2", "'\nSEND\n\n\0', 2",
			"'SEND\ncontent-length:3\n\n\0\0\0\0', 1", "'SEND\ncontent-length:3\n\n\0\0\0', 0" })
	void countsFramesAndHeartBeats(String stream, int count) {
		assertThat(read(stream.translateEscapes())).isEqualTo(count);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void agreesWithSpringWhereverTheStreamIsCut(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 200; round++) {
			byte[] stream = stream(random, PIECES);
			BufferingStompDecoder spring = decoder();
			FrameCounter counter = new FrameCounter();
			int count = 0;
			int frames = 0;
			int maxPart = 1 + random.nextInt(40);
			int from = 0;
			while (from < stream.length) {
				int to = Math.min(stream.length, from + 1 + random.nextInt(maxPart));
				// Spring rejects a carriage return at the end of what it has.
				while (to < stream.length && stream[to - 1] == '\r') {
					to++;
				}
				count += counter.read(ByteBuffer.wrap(stream, from, to - from));
				frames += springFrames(spring, Arrays.copyOfRange(stream, from, to));
				assertThat(counter.isInFrame()).isEqualTo(spring.getBufferSize() > 0);
				from = to;
			}
			assertThat(count).isEqualTo(new FrameCounter().read(ByteBuffer.wrap(stream)));
			assertThat(count).isGreaterThanOrEqualTo(frames);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void agreesWithSpringAboutOddFrames(long seed) {
		Random random = new Random(seed);
		List<String> pieces = Stream.concat(PIECES.stream(), ODD_PIECES.stream())
			.filter((piece) -> !piece.startsWith("\n") && !piece.startsWith("\r"))
			.toList();
		for (int round = 0; round < 200; round++) {
			byte[] stream = stream(random, pieces);
			FrameCounter counter = new FrameCounter();
			assertThat(counter.read(ByteBuffer.wrap(stream))).isEqualTo(springFrames(decoder(), stream));
			assertThat(counter.isInFrame()).isFalse();
		}
	}

	@Test
	void tooLongANumberIsNone() {
		assertThat(read("SEND\ncontent-length:" + "0".repeat(30) + "3\n\n\0")).isEqualTo(1);
	}

	@Test
	void tellsTheLargestFrameOfEachRead() {
		read("SEND\n\nhello\0SEND\n\n");
		assertThat(this.counter.largestFrameBytes()).isEqualTo(12);
		read("\0");
		assertThat(this.counter.largestFrameBytes()).isEqualTo(7);
		read("\n");
		assertThat(this.counter.largestFrameBytes()).isZero();
	}

	@Test
	void readsABufferWithoutMovingIt() {
		ByteBuffer buffer = ByteBuffer.wrap("xxSEND\n\n\0yy".getBytes(StandardCharsets.UTF_8), 2, 7).slice();
		assertThat(this.counter.read(buffer)).isEqualTo(1);
		assertThat(buffer.remaining()).isEqualTo(7);
	}

	private int read(String stream) {
		return this.counter.read(ByteBuffer.wrap(stream.getBytes(StandardCharsets.UTF_8)));
	}

	private static byte[] stream(Random random, List<String> pieces) {
		return random.ints(20, 0, pieces.size())
			.mapToObj(pieces::get)
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.UTF_8);
	}

	private static BufferingStompDecoder decoder() {
		return new BufferingStompDecoder(new StompDecoder(), LARGE);
	}

	private static int springFrames(BufferingStompDecoder spring, byte[] part) {
		return (int) spring.decode(ByteBuffer.wrap(part))
			.stream()
			.filter((
					frame) -> SimpMessageHeaderAccessor.getMessageType(frame.getHeaders()) != SimpMessageType.HEARTBEAT)
			.count();
	}

}
