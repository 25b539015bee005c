package chat.foyer.room;

import java.util.HexFormat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Writes a line into the server's own log whenever somebody comes or goes. Names are
 * given as they are, but can neither end the line nor look like a part of another one.
 */
@Component
class PresenceLogger {

	private static final Logger logger = LoggerFactory.getLogger(PresenceLogger.class);

	@EventListener
	void on(GuestArrived arrived) {
		log("joined", arrived.seat());
	}

	@EventListener
	void on(GuestLeft left) {
		log("left", left.seat());
	}

	private static void log(String happening, Seat seat) {
		if (logger.isInfoEnabled()) {
			logger.info("{} {} {}", quote(seat.username().value()), happening, quote(seat.room().value()));
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
