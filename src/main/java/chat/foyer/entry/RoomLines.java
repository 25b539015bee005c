package chat.foyer.entry;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Makes lines of events, as the page's scripts do: messages that follow each other belong
 * together, each day begins with its date, and notices in a row come down to one.
 * <p>
 * Days are those of UTC here. Scripts know better where the reader is.
 */
@Component
class RoomLines {

	private static final Duration TOGETHER = Duration.ofMinutes(5);

	private final MessageSource messages;

	private final NoticeSummary summary;

	RoomLines(MessageSource messages) {
		this.messages = messages;
		this.summary = new NoticeSummary(messages);
	}

	/**
	 * Make lines.
	 * @param events neighbouring events, in order
	 * @param me the reader's username
	 * @param since the first number that an event of the reader's seat can have
	 * @param unread the number of the first unread message, 0 if there is none
	 */
	List<RoomLine> of(List<Event> events, String me, long since, long unread, Locale locale) {
		DateTimeFormatter days = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
			.withLocale(Locale.forLanguageTag(this.messages.getMessage("page.lang", null, "en", locale)));
		List<RoomLine> lines = new ArrayList<>();
		List<Event> run = new ArrayList<>();
		for (int i = 0; i < events.size(); i++) {
			Event event = events.get(i);
			Event before = (i > 0) ? events.get(i - 1) : null;
			boolean isNewDay = before == null || !day(before).equals(day(event));
			boolean isUnread = event.seq() == unread;
			boolean isOwn = event.seq() >= since && event.author().equals(me);
			boolean isQuiet = event.type() != EventType.MESSAGE && !isOwn;
			if (isNewDay || !isQuiet) {
				fold(lines, run, locale);
			}
			if (isQuiet) {
				run.add(event);
			}
			boolean follows = !isNewDay && !isUnread && isOneWith(before, event, isOwn, since);
			lines.add(new RoomLine(event, isOwn, follows, false, isNewDay ? days.format(day(event)) : null, isUnread,
					null));
		}
		fold(lines, run, locale);
		return lines;
	}

	private static boolean isOneWith(@Nullable Event before, Event event, boolean isOwn, long since) {
		return before != null && before.type() == EventType.MESSAGE && event.type() == EventType.MESSAGE
				&& Objects.equals(before.author(), event.author()) && (!isOwn || before.seq() >= since)
				&& Duration.between(before.at(), event.at()).compareTo(TOGETHER) < 0;
	}

	/**
	 * The run is the end of the lines.
	 */
	private void fold(List<RoomLine> lines, List<Event> run, Locale locale) {
		if (run.size() > 1) {
			String words = this.summary.of(run, locale);
			List<RoomLine> last = lines.subList(lines.size() - run.size(), lines.size());
			last.replaceAll((line) -> new RoomLine(line.event(), line.own(), false, true, line.day(), line.unread(),
					(line.event().seq() == run.get(0).seq()) ? words : null));
		}
		run.clear();
	}

	private static LocalDate day(Event event) {
		return LocalDate.ofInstant(event.at(), ZoneOffset.UTC);
	}

}
