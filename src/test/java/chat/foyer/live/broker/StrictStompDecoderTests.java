package chat.foyer.live.broker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import chat.foyer.limit.ErrorCode;
import chat.foyer.live.connection.FrameRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.BufferingStompDecoder;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link StrictStompDecoder}.
 */
class StrictStompDecoderTests {

	private final BufferingStompDecoder decoder = new BufferingStompDecoder(new StrictStompDecoder(1_000), 10_000);

	@Test
	void decodesAFrame() {
		assertThat(decode("SEND\ndestination:/x\na\\cb:\\\\c\\n\\r:d\n\n{}\0")).singleElement().satisfies((frame) -> {
			StompHeaderAccessor headers = StompHeaderAccessor.wrap(frame);
			assertThat(headers.getCommand()).isEqualTo(StompCommand.SEND);
			assertThat(headers.getDestination()).isEqualTo("/x");
			assertThat(headers.getFirstNativeHeader("a:b")).isEqualTo("\\c\n\r:d");
			assertThat(frame.getPayload()).asString().isEqualTo("{}");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "SEND\ndestination:/\u00EB\n\n{}\0", "\r\n\nSEND\r\ndestination:/\u00EB\r\n\r\n{}\0\r\n\n",
			"SEND\ncontent-length:2\ndestination:/\u00EB\n\n{}\0",
			"SEND\ncontent-length:0002\ndestination:/\u00EB\n\n{}\0\n" })
	void decodesAFrameHoweverItIsCut(String frame) {
		byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
		int frames = 0;
		for (int i = 0; i < bytes.length; i++) {
			for (Message<byte[]> decoded : this.decoder.decode(ByteBuffer.wrap(bytes, i, 1))) {
				frames++;
				assertThat(StompHeaderAccessor.wrap(decoded).getDestination()).isEqualTo("/\u00EB");
				assertThat(decoded.getPayload()).asString().isEqualTo("{}");
			}
		}
		assertThat(frames).isEqualTo(1);
		assertThat(this.decoder.getBufferSize()).isZero();
	}

	@Test
	void decodesSeveralFrames() {
		assertThat(decode("UNSUBSCRIBE\nid:1\n\n\0\nUNSUBSCRIBE\nid:2\n\n\0UNSUBSCRIBE\nid:3\n"))
			.extracting((frame) -> StompHeaderAccessor.wrap(frame).getSubscriptionId())
			.containsExactly("1", "2");
		assertThat(decode("\n\0")).hasSize(1);
	}

	@Test
	void heartBeatsAreNoFrames() {
		assertThat(decode("\n\r\n\n")).isEmpty();
		assertThat(this.decoder.getBufferSize()).isZero();
	}

	@Test
	void dropsWhatFollowsADisconnect() {
		assertThat(decode("DISCONNECT\n\n\0HELLO\n\n\0")).hasSize(1);
		assertThat(this.decoder.getBufferSize()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HELLO\n", "CONNECT\nheart-beat:a,b\n", "SUBSCRIBE \n", "\uFEFFSEND\n", "\rx", "SEND\rx",
			"SEND\0", "SEND\n\0", "SEND\na:b\0", "SEND\na\n", "SEND\n:a\n", "SEND\na:\\t\n", "SEND\na:\\\n",
			"SEND\n\\:a\n", "SEND\ncontent-length:x\n\n", "SEND\ncontent-length:\n\n", "SEND\ncontent-length:-1\n\n",
			"SEND\ncontent-length:\uFF12\n\n", "SEND\ncontent-length:1\n\nab", "SEND\ncontent-length:3\n\na\0",
			"SEND\ncontent-length:99999999999\n\na\0", "SUBSCRIBE\nid:1\n\na", "SEND\ncontent-type:///\n\n\0" })
	void refusesABadFrameAtOnce(String beginning) {
		assertThat(refusal(beginning).errorCode()).isEqualTo(ErrorCode.BAD_FRAME);
	}

	@Test
	void refusesTooManyHeadersAtOnce() {
		assertThat(decode("SEND\n" + "a:\n".repeat(64))).isEmpty();
		assertThat(refusal("a:\n").errorCode()).isEqualTo(ErrorCode.BAD_FRAME);
	}

	@Test
	void refusesContentLengthBeyondTheLimit() {
		assertThat(refusal("SEND\ncontent-length:1001\n\na").errorCode()).isEqualTo(ErrorCode.TOO_LARGE);
	}

	private FrameRefusedException refusal(String text) {
		return assertThatExceptionOfType(FrameRefusedException.class).isThrownBy(() -> decode(text)).actual();
	}

	private List<Message<byte[]>> decode(String text) {
		return this.decoder.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

}
