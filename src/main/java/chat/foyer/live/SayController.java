package chat.foyer.live;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RateLimitExceededException;
import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

import org.springframework.dao.DataAccessException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.TransactionException;

/**
 * Hears what guests say, in the rooms where they have a seat.
 */
@Controller
class SayController {

	private static final Logger logger = LoggerFactory.getLogger(SayController.class);

	private static final ObjectReader SAY = StrictJson.readerFor(Say.class);

	private static final byte[] NO_BODY = new byte[0];

	private final ConnectionRegistry connections;

	private final RoomRegistry registry;

	private final Presence presence;

	private final RateLimitedEventLog log;

	private final ReplySender replies;

	SayController(ConnectionRegistry connections, RoomRegistry registry, Presence presence, RateLimitedEventLog log,
			ReplySender replies) {
		this.connections = connections;
		this.registry = registry;
		this.presence = presence;
		this.log = log;
		this.replies = replies;
	}

	@MessageMapping("/rooms.*.say")
	void say(@Payload(required = false) byte @Nullable [] body,
			@Header(SimpMessageHeaderAccessor.SESSION_ID_HEADER) String session,
			@Header(SimpMessageHeaderAccessor.DESTINATION_HEADER) String destination) {
		Optional<RoomKey> room = Destinations.roomOfSay(destination);
		Optional<Connection> connection = this.connections.find(session).filter((found) -> !found.isClosing());
		if (room.isPresent() && connection.isPresent()) {
			say((body != null) ? body : NO_BODY, room.get(), connection.get());
		}
	}

	private void say(byte[] body, RoomKey room, Connection connection) {
		Say say = read(body);
		String sentId = (say != null) ? say.id() : null;
		if (say == null || sentId == null) {
			this.replies.refuse(connection, null, ErrorCode.BAD_FRAME);
			return;
		}
		try {
			MessageId id = new MessageId(sentId);
			MessageText text = this.log.check((say.text() != null) ? say.text() : "");
			Optional<Seat> seat = seat(connection, room);
			if (seat.isEmpty()) {
				this.replies.refuse(connection, sentId, ErrorCode.NOT_A_MEMBER);
				return;
			}
			this.log.say(seat.get(), id, text).whenComplete((event, failure) -> {
				if (failure == null) {
					this.replies.confirm(connection, sentId, event.seq());
				}
				else {
					this.replies.refuse(connection, sentId,
							(failure instanceof SeatGoneException) ? ErrorCode.NOT_A_MEMBER : ErrorCode.UNAVAILABLE);
				}
			});
		}
		catch (InvalidTextException ex) {
			this.replies.refuse(connection, sentId, ErrorCode.of(ex.problem()));
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("Reading a seat from the database failed: {}", ex.toString());
			this.replies.refuse(connection, sentId, ErrorCode.UNAVAILABLE);
		}
		catch (RateLimitExceededException ex) {
			this.replies.refuse(connection, sentId, ex.pause());
			if (ex.pause().isFlood()) {
				connection.close(CloseStatuses.RATE_LIMITED);
			}
		}
	}

	/**
	 * The body is UTF-8 and nothing else. Jackson itself would also take overlong forms,
	 * UTF-16 and UTF-32.
	 */
	private @Nullable Say read(byte[] body) {
		try {
			return SAY.readValue(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
		}
		catch (JacksonException | CharacterCodingException ex) {
			return null;
		}
	}

	/**
	 * A connection that listens to the room is known to have a seat there.
	 */
	private Optional<Seat> seat(Connection connection, RoomKey room) {
		return connection.seatIn(room)
			.or(() -> this.registry.find(connection.guest(), room).filter(this.presence::visit));
	}

}
