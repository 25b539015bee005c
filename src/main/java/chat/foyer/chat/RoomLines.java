package chat.foyer.chat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import chat.foyer.message.Event;
import chat.foyer.web.FragmentCache;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Makes lines of events. Each day begins with its date. Days and times are those of the
 * reader's time zone as far as the current request tells it, else of UTC.
 */
@Component
class RoomLines {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

	private final MessageSource messages;

	private final FragmentCache fragments;

	RoomLines(MessageSource messages, FragmentCache fragments) {
		this.messages = messages;
		this.fragments = fragments;
	}

	/**
	 * Makes lines.
	 * @param events neighbouring events, in order
	 * @param me the reader's username
	 * @param since the first number that an event of the reader's seat can have
	 */
	List<RoomLine> of(List<Event> events, String me, long since, Locale locale) {
		DateTimeFormatter days = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
			.withLocale(Locale.forLanguageTag(this.messages.getMessage("page.lang", null, "en", locale)));
		ZoneId zone = zone();
		List<RoomLine> lines = new ArrayList<>();
		@Nullable LocalDate before = null;
		for (Event event : events) {
			LocalDateTime at = LocalDateTime.ofInstant(event.at(), zone);
			LocalDate day = at.toLocalDate();
			boolean isOwn = event.seq() >= since && event.author().equals(me);
			lines.add(new RoomLine(event, isOwn, TIME.format(at), day.equals(before) ? null : days.format(day)));
			before = day;
		}
		return lines;
	}

	/**
	 * The lines as HTML, each rendered once for a language as long as the cache has room.
	 * @param lines lines with the texts and times of their reader
	 */
	String html(List<RoomLine> lines, Locale locale) {
		StringBuilder html = new StringBuilder();
		for (RoomLine line : lines) {
			html.append(this.fragments.html("fragments/event", "line", locale, Map.of("line", line)));
		}
		return html.toString();
	}

	/**
	 * The name of the time zone of the lines.
	 */
	static String zoneName(Locale locale) {
		ZoneId zone = zone();
		return zone.getId().equals("UTC") ? "UTC" : zone.getDisplayName(TextStyle.FULL, locale);
	}

	private static ZoneId zone() {
		return LocaleContextHolder.getTimeZone().toZoneId();
	}

}
