package chat.foyer.room;

import java.util.HexFormat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs joins and leaves, one line each. A room is logged as its {@link RoomHash}, or by
 * its name if {@code foyer.log.names} is true. Names are quoted and escaped, so that they
 * cannot forge log lines.
 */
@Component
class PresenceLogger {

	private static final Logger logger = LoggerFactory.getLogger(PresenceLogger.class);

	private final RoomHash hash;

	private final boolean hasNames;

	PresenceLogger(RoomHash hash, LogProperties properties) {
		this.hash = hash;
		this.hasNames = properties.names();
	}

	@EventListener
	void on(GuestArrived arrived) {
		log("joined", arrived.seat());
	}

	@EventListener
	void on(GuestLeft left) {
		log("left", left.seat());
	}

	private void log(String action, Seat seat) {
		if (logger.isInfoEnabled()) {
			String room = this.hasNames ? quote(seat.room().value()) : "room " + this.hash.of(seat.room());
			logger.info("{} {} {}", quote(seat.username().value()), action, room);
		}
	}

	static String quote(String name) {
		StringBuilder quoted = new StringBuilder("\"");
		name.codePoints().forEach((codePoint) -> {
			if (codePoint == '"' || codePoint == '\\') {
				quoted.append('\\').appendCodePoint(codePoint);
			}
			else if (isVisible(codePoint)) {
				quoted.appendCodePoint(codePoint);
			}
			else {
				quoted.append("\\u{").append(HexFormat.of().toHexDigits(codePoint)).append('}');
			}
		});
		return quoted.append('"').toString();
	}

	private static boolean isVisible(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

}
