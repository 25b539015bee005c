package chat.foyer.live;

import chat.foyer.message.Refusal;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.stereotype.Component;

/**
 * Answers a sender on the connection that the question came from.
 */
@Component
class Replies {

	private final SimpMessagingTemplate template;

	Replies(SimpMessagingTemplate template) {
		this.template = template;
	}

	/**
	 * Tells that a message is on disk.
	 */
	void confirm(Connection connection, String id, long seq) {
		send(connection, new Reply(id, seq, null));
	}

	/**
	 * Tells that a message was not let in.
	 * @param id what its sender calls it, if that could be read
	 */
	void refuse(Connection connection, @Nullable String id, Refusal refusal) {
		send(connection, new Reply(id, null, refusal));
	}

	private void send(Connection connection, Reply reply) {
		this.template.convertAndSendToUser(connection.guest().id(), Destinations.REPLIES, reply,
				headers(connection.id()));
	}

	private static MessageHeaders headers(String session) {
		SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create(SimpMessageType.MESSAGE);
		headers.setSessionId(session);
		headers.setLeaveMutable(true);
		return headers.getMessageHeaders();
	}

}
