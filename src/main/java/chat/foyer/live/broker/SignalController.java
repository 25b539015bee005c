package chat.foyer.live.broker;

import chat.foyer.live.connection.Connection;
import chat.foyer.room.Presence;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.stereotype.Controller;

/**
 * Receives signals of guests about the rooms whose events their connection receives.
 * Answers none, and ignores those that cannot be read.
 */
@Controller
class SignalController {

	private final Presence presence;

	private final Signals signals;

	SignalController(Presence presence, Signals signals) {
		this.presence = presence;
		this.signals = signals;
	}

	@MessageMapping("/rooms.{room}.signal")
	void signal(Signal signal, @Nullable Seat seat, Connection connection) {
		SignalType type = signal.type();
		if (seat != null && type != null) {
			switch (type) {
				case TYPING -> this.signals.type(seat);
				case AWAY, BACK -> this.presence.look(seat, connection.id(), type == SignalType.BACK);
			}
		}
	}

	@MessageExceptionHandler({ MessageConversionException.class, MethodArgumentNotValidException.class })
	void ignoreUnreadable() {
		// Signals are hints, and have no reply.
	}

}
