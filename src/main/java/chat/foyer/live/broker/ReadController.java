package chat.foyer.live.broker;

import chat.foyer.room.ReadCursors;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.TransactionException;

/**
 * Receives how far guests have read in the rooms whose events their connection receives.
 * Answers none, and ignores those that cannot be read.
 */
@Controller
class ReadController {

	private static final Logger logger = LoggerFactory.getLogger(ReadController.class);

	private final ReadCursors cursors;

	ReadController(ReadCursors cursors) {
		this.cursors = cursors;
	}

	@MessageMapping("/rooms.{room}.read")
	void read(Read read, @Nullable Seat seat) {
		Long seq = read.seq();
		if (seat != null && seq != null) {
			this.cursors.advance(seat, seq);
		}
	}

	@MessageExceptionHandler({ DataAccessException.class, TransactionException.class })
	void ignoreWithoutDatabase(Exception ex) {
		logger.debug("A read position was not taken", ex);
	}

	@MessageExceptionHandler({ MessageConversionException.class, MethodArgumentNotValidException.class })
	void ignoreUnreadable() {
		// Read positions have no reply.
	}

}
