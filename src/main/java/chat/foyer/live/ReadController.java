package chat.foyer.live;

import java.util.Optional;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.stereotype.Controller;

/**
 * Hears how far guests have read in the rooms to which their connection listens. None is
 * ever answered, and what cannot be read is passed over.
 */
@Controller
class ReadController {

	private static final ObjectReader READ = StrictJson.readerFor(Read.class);

	private static final byte[] NO_BODY = new byte[0];

	private final ConnectionRegistry connections;

	private final ReadCursors cursors;

	ReadController(ConnectionRegistry connections, ReadCursors cursors) {
		this.connections = connections;
		this.cursors = cursors;
	}

	@MessageMapping("/rooms.*.read")
	void read(@Payload(required = false) byte @Nullable [] body,
			@Header(SimpMessageHeaderAccessor.SESSION_ID_HEADER) String session,
			@Header(SimpMessageHeaderAccessor.DESTINATION_HEADER) String destination) {
		Long seq = seq((body != null) ? body : NO_BODY);
		Optional<RoomKey> room = Destinations.roomOfRead(destination);
		Optional<Connection> connection = this.connections.find(session).filter((found) -> !found.isClosing());
		if (seq != null && room.isPresent() && connection.isPresent()) {
			connection.get().seatIn(room.get()).ifPresent((seat) -> this.cursors.advance(seat, seq));
		}
	}

	private @Nullable Long seq(byte[] body) {
		try {
			Read read = READ.readValue(body);
			return (read != null) ? read.seq() : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
