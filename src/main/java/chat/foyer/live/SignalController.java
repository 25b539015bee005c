package chat.foyer.live;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.stereotype.Controller;

/**
 * Takes the signals that guests give in the rooms to which their connection listens. None
 * is ever answered, and one that cannot be read or comes too soon is passed over.
 */
@Controller
class SignalController {

	private static final ObjectReader SIGNAL = StrictJson.readerFor(Signal.class);

	private static final byte[] NO_BODY = new byte[0];

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final Cache<Told, Boolean> recent;

	private final ConnectionRegistry connections;

	private final Presence presence;

	private final Signals signals;

	SignalController(@Qualifier("monotonicClock") Clock clock, ConnectionRegistry connections, Presence presence,
			Signals signals) {
		this.recent = Caffeine.newBuilder()
			.ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
			.expireAfterWrite(PAUSE)
			.build();
		this.connections = connections;
		this.presence = presence;
		this.signals = signals;
	}

	@MessageMapping("/rooms.*.signal")
	void signal(@Payload(required = false) byte @Nullable [] body,
			@Header(SimpMessageHeaderAccessor.SESSION_ID_HEADER) String session,
			@Header(SimpMessageHeaderAccessor.DESTINATION_HEADER) String destination) {
		SignalType type = read((body != null) ? body : NO_BODY);
		Optional<RoomKey> room = Destinations.roomOfSignal(destination);
		Optional<Connection> connection = this.connections.find(session).filter((found) -> !found.isClosing());
		if (type != null && room.isPresent() && connection.isPresent()) {
			connection.get().seatIn(room.get()).ifPresent((seat) -> signal(type, seat, connection.get()));
		}
	}

	private void signal(SignalType type, Seat seat, Connection connection) {
		if (type == SignalType.TYPING) {
			if (isDue(type, seat.id())) {
				this.signals.publish(type, seat);
			}
		}
		else if (isDue(type, seat.id() + connection.id())) {
			this.presence.look(seat, connection.id(), type == SignalType.BACK);
		}
	}

	/**
	 * Whether the same was not told less than a second ago.
	 */
	private boolean isDue(SignalType type, String teller) {
		return this.recent.asMap().putIfAbsent(new Told(type, teller), true) == null;
	}

	private @Nullable SignalType read(byte[] body) {
		try {
			Signal signal = SIGNAL.readValue(body);
			return (signal != null) ? signal.type() : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private record Told(SignalType type, String teller) {
	}

}
