package chat.foyer.live.broker;

import chat.foyer.room.GuestTyped;
import chat.foyer.room.Presence;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.stereotype.Controller;

/**
 * Receives signals of guests about the rooms whose events their connection receives.
 * Sends no replies, and ignores signals that cannot be read.
 */
@Controller
class SignalController {

	private final Presence presence;

	private final ApplicationEventPublisher publisher;

	private final ReplySender replies;

	SignalController(Presence presence, ApplicationEventPublisher publisher, ReplySender replies) {
		this.presence = presence;
		this.publisher = publisher;
		this.replies = replies;
	}

	@MessageMapping("/rooms.{room}.signal")
	void signal(Signal signal, @Nullable Seat seat, SendFrame frame) {
		SignalType type = signal.type();
		if (seat != null && type != null) {
			switch (type) {
				case TYPING -> this.publisher.publishEvent(new GuestTyped(seat));
				case AWAY, BACK -> this.presence.look(seat, frame.connection().id(), type == SignalType.BACK);
			}
		}
		this.replies.confirm(frame);
	}

	@MessageExceptionHandler({ MessageConversionException.class, MethodArgumentNotValidException.class })
	void ignoreUnreadable(SendFrame frame) {
		this.replies.confirm(frame);
	}

}
