package chat.foyer.live.broker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.room.RoomKey;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StompFrames}.
 */
class StompFramesTests {

	private static final Event EVENT = new Event(42, EventType.MESSAGE, "m", "Z\u00EB", "\uD83D\uDE00", "\uD83D\uDE00",
			Instant.EPOCH, 0, false);

	private final StompFrames frames = new StompFrames(JsonMapper.shared());

	@Test
	void eventIsAMessageOfItsTopic() {
		byte[] body = this.frames.body(EVENT);
		String frame = text(this.frames.event(RoomKey.of("a.b"), 42, body, "sub-0"));
		assertThat(frame.lines().takeWhile((line) -> !line.isEmpty())).first().isEqualTo("MESSAGE");
		assertThat(frame.lines().skip(1).takeWhile((line) -> !line.isEmpty())).containsExactlyInAnyOrder(
				"subscription:sub-0", "destination:/topic/rooms.a%2Eb", "message-id:a%2Eb-42",
				"content-type:application/json;charset=utf-8", "content-length:" + body.length);
		String json = frame.substring(frame.indexOf("\n\n") + 2, frame.length() - 1);
		assertThat(json).isEqualTo(JsonMapper.shared().writeValueAsString(EVENT));
		assertThat(frame).endsWith("}\0");
	}

	@Test
	void subscriptionCannotAddHeadersToTheFrame() {
		String frame = text(
				this.frames.event(RoomKey.of("a"), 1, this.frames.body(EVENT), "x\ndestination:/topic/rooms.b"));
		assertThat(frame).contains("subscription:x\\ndestination\\c/topic/rooms.b\n");
	}

	@Test
	void subscriptionIsGivenBackAsItCameByTheRulesOfStomp() {
		String id = "a\\b:c\r\n\u00EB";
		byte[] frame = this.frames.event(RoomKey.of("a"), 1, this.frames.body(EVENT), id);
		Message<byte[]> decoded = new StompDecoder().decode(ByteBuffer.wrap(frame)).get(0);
		assertThat(StompHeaderAccessor.wrap(decoded).getSubscriptionId()).isEqualTo(id);
		assertThat(decoded.getPayload()).isEqualTo(this.frames.body(EVENT));
	}

	@Test
	void receiptNamesWhatItIsFor() {
		assertThat(text(this.frames.receipt("r-1"))).isEqualTo("RECEIPT\nreceipt-id:r-1\n\n\0");
	}

	private static String text(byte[] frame) {
		return new String(frame, StandardCharsets.UTF_8);
	}

}
