package chat.foyer.live;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.limit.RetryDelay;
import chat.foyer.live.connection.Connection;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Answers a sender on the connection that the question came from, if it listens to the
 * answers.
 */
@Component
class ReplySender {

	private final StompFrames frames;

	private final RefusalCounter refusals;

	ReplySender(StompFrames frames, RefusalCounter refusals) {
		this.frames = frames;
		this.refusals = refusals;
	}

	/**
	 * Tells that a message is on disk.
	 */
	void confirm(Connection connection, String id, long seq) {
		send(connection, new Reply(id, seq, null, null));
	}

	/**
	 * Tells that a message was not let in.
	 * @param id what its sender calls it, if that could be read
	 */
	void refuse(Connection connection, @Nullable String id, ErrorCode refusal) {
		this.refusals.count(refusal);
		send(connection, new Reply(id, null, refusal, null));
	}

	/**
	 * Tells that a message came too soon.
	 */
	void refuse(Connection connection, String id, RetryDelay pause) {
		this.refusals.count(ErrorCode.RATE_LIMITED);
		send(connection, new Reply(id, null, ErrorCode.RATE_LIMITED, pause.seconds()));
	}

	private void send(Connection connection, Reply reply) {
		String subscription = connection.repliesId();
		if (subscription != null) {
			connection.send(this.frames.reply(reply, subscription));
		}
	}

}
