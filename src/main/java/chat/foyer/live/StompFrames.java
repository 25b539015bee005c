package chat.foyer.live;

import java.nio.charset.StandardCharsets;

import chat.foyer.message.Event;
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

	private final JsonMapper json;

	StompFrames(JsonMapper json) {
		this.json = json;
	}

	/**
	 * The body of a message that tells of an event.
	 */
	byte[] body(Event event) {
		return this.json.writeValueAsBytes(event);
	}

	/**
	 * A message that tells of an event to those who listen under a subscription id.
	 */
	TextMessage event(RoomName room, long seq, byte[] body, String subscription) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.MESSAGE);
		frame.setSubscriptionId(subscription);
		frame.setDestination(Destinations.topic(room));
		frame.setMessageId(room.key() + "-" + seq);
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
