package chat.foyer.message;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import chat.foyer.room.LogProperties;
import chat.foyer.room.RoomHash;
import chat.foyer.room.Seat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs the joins and leaves that this node has appended to the event log, one line each.
 * A room is logged as its {@link RoomHash}, or by its name if {@code foyer.log.names} is
 * true. Names are quoted and escaped, so that they cannot forge log lines.
 */
@Component
class PresenceLogger {

	private static final Logger logger = LoggerFactory.getLogger(PresenceLogger.class);

	/**
	 * Quotation marks, backslashes and what a log may not show as it is.
	 */
	private static final Pattern ESCAPED = Pattern.compile("[\"\\\\\\p{C}\\p{Zl}\\p{Zp}]");

	private final RoomHash hash;

	private final boolean hasNames;

	PresenceLogger(RoomHash hash, LogProperties properties) {
		this.hash = hash;
		this.hasNames = properties.names();
	}

	@EventListener
	void on(NoticeAppended appended) {
		if (logger.isInfoEnabled()) {
			Seat seat = appended.seat();
			String action = (appended.type() == EventType.JOIN) ? "joined" : "left";
			String room = this.hasNames ? quote(seat.room().value()) : "room " + this.hash.of(seat.room());
			logger.info("{} {} {}", quote(seat.username().value()), action, room);
		}
	}

	static String quote(String name) {
		return '"' + ESCAPED.matcher(name)
			.replaceAll((match) -> Matcher.quoteReplacement(escape(match.group().codePointAt(0)))) + '"';
	}

	private static String escape(int codePoint) {
		boolean isVisible = codePoint == '"' || codePoint == '\\';
		return isVisible ? "\\" + (char) codePoint : "\\u{" + HexFormat.of().toHexDigits(codePoint) + "}";
	}

}
