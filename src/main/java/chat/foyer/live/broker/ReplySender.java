package chat.foyer.live.broker;

import chat.foyer.limit.RefusalCounter;
import chat.foyer.live.connection.Connection;

import org.springframework.stereotype.Component;

/**
 * Sends replies on the connection that a message came from, if it subscribed to them.
 * Thread-safe; does not block.
 */
@Component
class ReplySender {

	private final SubscriptionRegistry subscriptions;

	private final StompFrames frames;

	private final RefusalCounter refusals;

	ReplySender(SubscriptionRegistry subscriptions, StompFrames frames, RefusalCounter refusals) {
		this.subscriptions = subscriptions;
		this.frames = frames;
		this.refusals = refusals;
	}

	/**
	 * Sends a reply, and counts it if it is a refusal.
	 */
	void send(Connection connection, Reply reply) {
		if (reply.error() != null) {
			this.refusals.count(reply.error());
		}
		String subscription = this.subscriptions.idOf(connection, Destination.REPLIES);
		if (subscription != null) {
			connection.send(this.frames.reply(reply, subscription));
		}
	}

}
