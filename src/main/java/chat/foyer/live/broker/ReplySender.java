package chat.foyer.live.broker;

import java.util.List;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ErrorSender;
import chat.foyer.live.connection.FrameRefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Answers SEND frames on the connection that they came from: with a reply, if the
 * connection subscribed to replies, and with a RECEIPT, if the frame asks for one. A
 * refused frame is answered by an ERROR where there is no subscription for the reply.
 * Thread-safe; does not block.
 */
@Component
class ReplySender {

	private final SubscriptionRegistry subscriptions;

	private final StompFrames frames;

	private final RefusalCounter refusals;

	private final ErrorSender errors;

	ReplySender(SubscriptionRegistry subscriptions, StompFrames frames, RefusalCounter refusals, ErrorSender errors) {
		this.subscriptions = subscriptions;
		this.frames = frames;
		this.refusals = refusals;
		this.errors = errors;
	}

	/**
	 * Sends a reply and then the RECEIPT.
	 */
	void send(SendFrame frame, Reply reply) {
		Connection connection = frame.connection();
		List<Subscription> subscribed = this.subscriptions.of(connection, Destination.REPLIES);
		if (reply.error() != null) {
			if (subscribed.isEmpty()) {
				this.errors.refuse(connection, refusal(reply.error(), frame.receipt()));
				return;
			}
			this.refusals.count(reply.error());
		}
		subscribed.forEach((subscription) -> connection.send(this.frames.reply(reply, subscription.id())));
		confirm(frame);
	}

	/**
	 * Sends the RECEIPT of a frame that was handled.
	 */
	void confirm(SendFrame frame) {
		if (frame.receipt() != null) {
			frame.connection().send(this.frames.receipt(frame.receipt()));
		}
	}

	private static FrameRefusedException refusal(ErrorCode errorCode, @Nullable String receipt) {
		FrameRefusedException refused = new FrameRefusedException(errorCode);
		return (receipt != null) ? refused.with("receipt-id", receipt) : refused;
	}

}
