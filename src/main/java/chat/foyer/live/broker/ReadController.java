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
 * Sends no replies, and ignores positions that cannot be read.
 */
@Controller
class ReadController {

	private static final Logger logger = LoggerFactory.getLogger(ReadController.class);

	private final ReadCursors cursors;

	private final ReplySender replies;

	ReadController(ReadCursors cursors, ReplySender replies) {
		this.cursors = cursors;
		this.replies = replies;
	}

	@MessageMapping("/rooms.{room}.read")
	void read(Read read, @Nullable Seat seat, SendFrame frame) {
		Long seq = read.seq();
		if (seat != null && seq != null) {
			this.cursors.advance(seat, seq);
		}
		this.replies.confirm(frame);
	}

	@MessageExceptionHandler({ DataAccessException.class, TransactionException.class })
	void ignoreWithoutDatabase(Exception ex, SendFrame frame) {
		logger.debug("A read position was not taken", ex);
		this.replies.confirm(frame);
	}

	@MessageExceptionHandler({ MessageConversionException.class, MethodArgumentNotValidException.class })
	void ignoreUnreadable(SendFrame frame) {
		this.replies.confirm(frame);
	}

}
