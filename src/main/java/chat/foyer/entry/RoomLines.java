package chat.foyer.entry;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import chat.foyer.message.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Makes lines of events. Each day begins with its date. Days are those of UTC, for
 * browsers without JavaScript; the page's scripts know the reader's time zone.
 */
@Component
class RoomLines {

	private final MessageSource messages;

	RoomLines(MessageSource messages) {
		this.messages = messages;
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
		List<RoomLine> lines = new ArrayList<>();
		@Nullable LocalDate before = null;
		for (Event event : events) {
			LocalDate day = LocalDate.ofInstant(event.at(), ZoneOffset.UTC);
			boolean isOwn = event.seq() >= since && event.author().equals(me);
			lines.add(new RoomLine(event, isOwn, day.equals(before) ? null : days.format(day)));
			before = day;
		}
		return lines;
	}

}
