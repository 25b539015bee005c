package chat.foyer.live.broker;

import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RateLimitExceededException;
import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.message.InvalidTextException;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.SeatGoneException;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.TransactionException;

/**
 * Receives messages of guests, and answers each on the connection that it came from.
 */
@Controller
class SayController {

	private static final Logger logger = LoggerFactory.getLogger(SayController.class);

	private final RoomRegistry registry;

	private final Presence presence;

	private final RateLimitedEventLog log;

	private final ReplySender replies;

	SayController(RoomRegistry registry, Presence presence, RateLimitedEventLog log, ReplySender replies) {
		this.registry = registry;
		this.presence = presence;
		this.log = log;
		this.replies = replies;
	}

	/**
	 * Appends a message to the room's log. Queries the database for the seat of a
	 * connection that does not receive the room's events.
	 */
	@MessageMapping("/rooms.{room}.say")
	void say(Say say, @DestinationVariable RoomKey room, @Nullable Seat knownSeat, SendFrame frame) {
		String id = say.id();
		if (id == null) {
			this.replies.send(frame, Reply.refused(null, ErrorCode.BAD_FRAME));
			return;
		}
		MessageId messageId = new MessageId(id);
		MessageText text = this.log.check((say.text() != null) ? say.text() : "");
		Optional<Seat> seat = Optional.ofNullable(knownSeat)
			.or(() -> this.registry.find(frame.connection().guest(), room).filter(this.presence::visit));
		if (seat.isEmpty()) {
			this.replies.send(frame, Reply.refused(id, ErrorCode.NOT_A_MEMBER));
			return;
		}
		this.log.say(seat.get(), messageId, text, null)
			.handle((event, failure) -> (failure == null) ? Reply.stored(id, event.seq())
					: Reply.refused(id,
							(failure instanceof SeatGoneException) ? ErrorCode.NOT_A_MEMBER : ErrorCode.UNAVAILABLE))
			.thenAccept((reply) -> this.replies.send(frame, reply))
			.exceptionally((failure) -> {
				logger.error("Replying to a message failed", failure);
				return null;
			});
	}

	@MessageExceptionHandler({ MessageConversionException.class, MethodArgumentNotValidException.class })
	void refuseUnreadable(Message<byte[]> message, SendFrame frame) {
		String id = StrictJsonMessageConverter.idIn(message.getPayload());
		this.replies.send(frame, Reply.refused(id, ErrorCode.BAD_FRAME));
	}

	@MessageExceptionHandler
	void refuse(InvalidTextException ex, Say say, SendFrame frame) {
		this.replies.send(frame, Reply.refused(say.id(), ErrorCode.of(ex.problem())));
	}

	@MessageExceptionHandler
	void refuse(RateLimitExceededException ex, Say say, SendFrame frame) {
		this.replies.send(frame, Reply.rateLimited(say.id(), ex.delay()));
		if (ex.delay().isFlood()) {
			frame.connection().close(CloseStatuses.RATE_LIMITED);
		}
	}

	@MessageExceptionHandler({ DataAccessException.class, TransactionException.class })
	void refuseWithoutDatabase(Exception ex, Say say, SendFrame frame) {
		logger.warn("Reading a seat from the database failed: {}", ex.toString());
		this.replies.send(frame, Reply.refused(say.id(), ErrorCode.UNAVAILABLE));
	}

	@MessageExceptionHandler
	void refuse(RuntimeException ex, Say say, SendFrame frame) {
		logger.error("Handling a message failed", ex);
		this.replies.send(frame, Reply.refused(say.id(), ErrorCode.UNAVAILABLE));
	}

}
