package chat.foyer.live.broker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import chat.foyer.message.Event;
import chat.foyer.room.RoomKey;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Encodes MESSAGE and RECEIPT frames (STOMP 1.2, "Server Frames"), which can be sent to
 * any number of connections. Thread-safe.
 */
@Component
class StompFrames {

	private static final byte[] NO_BODY = new byte[0];

	private final StompEncoder encoder = new StompEncoder();

	private final AtomicLong signals = new AtomicLong();

	private final AtomicLong replies = new AtomicLong();

	private final AtomicLong rooms = new AtomicLong();

	private final JsonMapper json;

	StompFrames(JsonMapper json) {
		this.json = json;
	}

	/**
	 * The body of a message, as JSON.
	 */
	byte[] body(Object content) {
		return this.json.writeValueAsBytes(content);
	}

	/**
	 * A message with an event of a room.
	 */
	byte[] event(RoomKey room, long seq, byte[] body, String subscription) {
		return message(Destination.events(room), room.encoded() + "-" + seq, body, subscription);
	}

	/**
	 * A message with a signal in a room.
	 */
	byte[] signal(RoomKey room, byte[] body, String subscription) {
		return message(Destination.signals(room), "signal-" + this.signals.incrementAndGet(), body, subscription);
	}

	/**
	 * A message with the reply to a frame.
	 */
	byte[] reply(Reply reply, String subscription) {
		return message(Destination.REPLIES, "reply-" + this.replies.incrementAndGet(), body(reply), subscription);
	}

	/**
	 * A message with an update of one of the guest's rooms.
	 */
	byte[] room(Object update, String subscription) {
		return message(Destination.ROOMS, "room-" + this.rooms.incrementAndGet(), body(update), subscription);
	}

	/**
	 * The receipt of a frame that was handled.
	 */
	byte[] receipt(String id) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.RECEIPT);
		frame.setReceiptId(id);
		return this.encoder.encode(frame.getMessageHeaders(), NO_BODY);
	}

	/**
	 * Faster than the encoder, since it runs for each event and subscription id.
	 */
	private static byte[] message(Destination destination, String id, byte[] body, String subscription) {
		byte[] head = ("MESSAGE\nsubscription:" + escape(subscription) + "\ndestination:" + destination.value()
				+ "\nmessage-id:" + id + "\ncontent-type:application/json;charset=utf-8\ncontent-length:" + body.length
				+ "\n\n")
			.getBytes(StandardCharsets.UTF_8);
		byte[] frame = Arrays.copyOf(head, head.length + body.length + 1);
		// The NUL that ends a frame is there already.
		System.arraycopy(body, 0, frame, head.length, body.length);
		return frame;
	}

	/**
	 * What a client gave must not end its header (STOMP 1.2, "Value Encoding").
	 */
	private static String escape(String value) {
		return value.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n").replace(":", "\\c");
	}

}
