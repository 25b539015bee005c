package chat.foyer.live.broker;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RateLimitExceededException;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.message.Event;
import chat.foyer.message.InvalidTextException;
import chat.foyer.message.MessageId;
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
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.transaction.TransactionException;

/**
 * Receives SEND frames that append an event to a room's log, and answers each on the
 * connection that it came from, once the event is on disk or refused. Thread-safe.
 */
abstract class AppendingController {

	private static final Logger logger = LoggerFactory.getLogger(AppendingController.class);

	private final RoomRegistry registry;

	private final Presence presence;

	private final ReplySender replies;

	AppendingController(RoomRegistry registry, Presence presence, ReplySender replies) {
		this.registry = registry;
		this.presence = presence;
		this.replies = replies;
	}

	/**
	 * Appends an event under the guest's seat in the room. Queries the database for the
	 * seat of a connection that does not receive the room's events.
	 * @param knownSeat the seat of a connection that receives the room's events
	 * @param append called once, if the guest has a seat
	 */
	void append(MessageId id, RoomKey room, @Nullable Seat knownSeat, SendFrame frame,
			Function<Seat, CompletableFuture<Event>> append) {
		Optional<Seat> seat = Optional.ofNullable(knownSeat)
			.or(() -> this.registry.find(frame.connection().guest(), room).filter(this.presence::visit));
		if (seat.isEmpty()) {
			this.replies.send(frame, Reply.refused(id.value(), ErrorCode.NOT_A_MEMBER));
			return;
		}
		append.apply(seat.get())
			.handle((event, failure) -> (failure == null) ? Reply.stored(id.value(), event.seq())
					: Reply.refused(id.value(), ErrorCode.of(failure)))
			.thenAccept((reply) -> this.replies.send(frame, reply))
			.exceptionally((failure) -> {
				logger.error("Replying to a message failed", failure);
				return null;
			});
	}

	@MessageExceptionHandler({ MessageConversionException.class, MethodArgumentNotValidException.class })
	void refuseUnreadable(Message<byte[]> message, SendFrame frame) {
		refuse(message, frame, ErrorCode.BAD_FRAME);
	}

	@MessageExceptionHandler
	void refuse(InvalidTextException ex, Message<byte[]> message, SendFrame frame) {
		refuse(message, frame, ErrorCode.of(ex.problem()));
	}

	@MessageExceptionHandler
	void refuse(RateLimitExceededException ex, Message<byte[]> message, SendFrame frame) {
		this.replies.send(frame, Reply.rateLimited(idIn(message), ex.delay()));
		if (ex.delay().isFlood()) {
			frame.connection().close(CloseStatuses.RATE_LIMITED);
		}
	}

	@MessageExceptionHandler({ DataAccessException.class, TransactionException.class })
	void refuseWithoutDatabase(Exception ex, Message<byte[]> message, SendFrame frame) {
		logger.warn("Reading a seat from the database failed: {}", ex.toString());
		refuse(message, frame, ErrorCode.UNAVAILABLE);
	}

	@MessageExceptionHandler
	void refuse(RuntimeException ex, Message<byte[]> message, SendFrame frame) {
		logger.error("Handling a message failed", ex);
		refuse(message, frame, ErrorCode.UNAVAILABLE);
	}

	private void refuse(Message<byte[]> message, SendFrame frame, ErrorCode error) {
		this.replies.send(frame, Reply.refused(idIn(message), error));
	}

	private static @Nullable String idIn(Message<byte[]> message) {
		return StrictJsonMessageConverter.idIn(message.getPayload());
	}

}
