package chat.foyer.live;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

import chat.foyer.message.Refusal;
import chat.foyer.room.RoomName;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.socket.TextMessage;

/**
 * The frames that the server makes by itself (STOMP 1.2, "Server Frames"), encoded and
 * ready to be sent to any number of connections.
 */
@Component
class StompFrames {

	private static final byte[] NO_BODY = new byte[0];

	private final StompEncoder encoder = new StompEncoder();

	private final AtomicLong signals = new AtomicLong();

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
	TextMessage event(RoomName room, long seq, byte[] body, String subscription) {
		return message(Destinations.topic(room), room.key() + "-" + seq, body, subscription);
	}

	/**
	 * A message that tells of a signal to those who listen under a subscription id.
	 */
	TextMessage signal(RoomName room, byte[] body, String subscription) {
		return message(Destinations.signals(room), "signal-" + this.signals.incrementAndGet(), body, subscription);
	}

	private TextMessage message(String destination, String id, byte[] body, String subscription) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.MESSAGE);
		frame.setSubscriptionId(subscription);
		frame.setDestination(destination);
		frame.setMessageId(id);
		frame.setContentType(MimeTypeUtils.APPLICATION_JSON);
		frame.setContentLength(body.length);
		return encode(frame, body);
	}

	/**
	 * Tells that a frame which asked for a receipt has been carried out.
	 */
	TextMessage receipt(String id) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.RECEIPT);
		frame.setReceiptId(id);
		return encode(frame, NO_BODY);
	}

	/**
	 * Tells that the connection is closed because of what it sent.
	 */
	TextMessage error(Refusal refusal) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.ERROR);
		frame.setMessage(refusal.word());
		return encode(frame, NO_BODY);
	}

	private TextMessage encode(StompHeaderAccessor frame, byte[] body) {
		return new TextMessage(
				new String(this.encoder.encode(frame.getMessageHeaders(), body), StandardCharsets.UTF_8));
	}

}
