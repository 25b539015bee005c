package chat.foyer.live;

import chat.foyer.message.Refusal;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Answers a sender on the connection that the question came from, if it listens to the
 * answers.
 */
@Component
class Replies {

	private final StompFrames frames;

	Replies(StompFrames frames) {
		this.frames = frames;
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
		String subscription = connection.repliesId();
		if (subscription != null) {
			connection.send(this.frames.reply(reply, subscription));
		}
	}

}
