package chat.foyer.live;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import chat.foyer.limit.ErrorCode;
import chat.foyer.message.Event;
import chat.foyer.room.RoomKey;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * The frames that the server makes by itself (STOMP 1.2, "Server Frames"), encoded and
 * ready to be sent to any number of connections.
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
	 * The body of a message that tells of an event, or of a signal.
	 */
	byte[] body(Object told) {
		return this.json.writeValueAsBytes(told);
	}

	/**
	 * A message that tells of an event to those who listen under a subscription id.
	 */
	byte[] event(RoomKey room, long seq, byte[] body, String subscription) {
		return message(Destinations.topic(room), room.encoded() + "-" + seq, body, subscription);
	}

	/**
	 * A message that tells of a signal to those who listen under a subscription id.
	 */
	byte[] signal(RoomKey room, byte[] body, String subscription) {
		return message(Destinations.signals(room), "signal-" + this.signals.incrementAndGet(), body, subscription);
	}

	/**
	 * A message that tells a sender what became of something, under the subscription id
	 * of the replies.
	 */
	byte[] reply(Reply reply, String subscription) {
		byte[] body = this.json.writeValueAsBytes(reply);
		return message(Destinations.USER_REPLIES, "reply-" + this.replies.incrementAndGet(), body, subscription);
	}

	/**
	 * A message that tells of one of a guest's rooms, under the subscription id of the
	 * rooms.
	 */
	byte[] room(Object told, String subscription) {
		return message(Destinations.USER_ROOMS, "room-" + this.rooms.incrementAndGet(), body(told), subscription);
	}

	/**
	 * Tells that a frame which asked for a receipt has been carried out.
	 */
	byte[] receipt(String id) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.RECEIPT);
		frame.setReceiptId(id);
		return encode(frame, NO_BODY);
	}

	/**
	 * Tells that the connection is closed because of what it sent.
	 */
	byte[] error(ErrorCode refusal) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.ERROR);
		frame.setMessage(refusal.word());
		return encode(frame, NO_BODY);
	}

	/**
	 * Made by hand, for this is done for everything that is said.
	 */
	private static byte[] message(String destination, String id, byte[] body, String subscription) {
		byte[] head = ("MESSAGE\nsubscription:" + escape(subscription) + "\ndestination:" + destination
				+ "\nmessage-id:" + id + "\ncontent-type:application/json\ncontent-length:" + body.length + "\n\n")
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

	private byte[] encode(StompHeaderAccessor frame, byte[] body) {
		return this.encoder.encode(frame.getMessageHeaders(), body);
	}

}
