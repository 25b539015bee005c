package chat.foyer.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import chat.foyer.message.EditProperties;
import chat.foyer.message.Event;
import chat.foyer.message.LineState;
import chat.foyer.message.ReactionEmoji;
import chat.foyer.room.RoomKey;
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

	/**
	 * How long a deleted message is shown as such.
	 */
	private static final Duration DELETED_SHOWN_FOR = Duration.ofHours(1);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

	private final MessageSource messages;

	private final FragmentCache fragments;

	private final Clock clock;

	private final EditProperties editing;

	private final FileWords words;

	RoomLines(MessageSource messages, FragmentCache fragments, Clock clock, EditProperties editing) {
		this.messages = messages;
		this.fragments = fragments;
		this.clock = clock;
		this.editing = editing;
		this.words = new FileWords(messages);
	}

	/**
	 * Makes lines. A message that was deleted long ago is hidden unless one of the others
	 * replies to it. Below a date, a deleted message and as a reply a message shows its
	 * author even if it follows another one.
	 * @param events neighbouring lines of the room, in order
	 * @param me the reader's username
	 * @param since the first number that an event of the reader's seat can have
	 */
	List<RoomLine> of(RoomKey room, List<Event> events, String me, long since, Locale locale) {
		Locale language = Locale.forLanguageTag(this.messages.getMessage("page.lang", null, "en", locale));
		DateTimeFormatter days = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(language);
		DateTimeFormatter times = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.MEDIUM)
			.withLocale(language);
		ReactionNames names = new ReactionNames(this.messages, locale);
		ZoneId zone = zone();
		Instant old = this.clock.instant().minus(DELETED_SHOWN_FOR);
		Set<Long> shown = events.stream().map(Event::seq).collect(Collectors.toSet());
		Set<Long> quoted = events.stream()
			.filter((event) -> event.re() != null && (event.state() == null || !event.state().deleted()))
			.map(Event::re)
			.collect(Collectors.toSet());
		List<RoomLine> lines = new ArrayList<>();
		@Nullable RoomLine before = null;
		@Nullable LocalDate dayBefore = null;
		for (Event event : events) {
			LocalDateTime at = LocalDateTime.ofInstant(event.at(), zone);
			LocalDate day = at.toLocalDate();
			boolean isNewDay = !day.equals(dayBefore);
			LineState state = Objects.requireNonNullElseGet(event.state(), () -> LineState.unchanged(event.seq()));
			boolean isBelowMessage = before == null || !before.isDeleted();
			before = new RoomLine(event, event.seq() >= since && event.author().equals(me), TIME.format(at),
					isNewDay ? days.format(day) : null,
					event.follows() && !isNewDay && isBelowMessage && event.re() == null,
					state.deletedAt() != null && state.deletedAt().isBefore(old) && !quoted.contains(event.seq()),
					(state.editedAt() != null) ? times.format(LocalDateTime.ofInstant(state.editedAt(), zone)) : null,
					state.reactions().stream().map(names::chip).toList(),
					event.re() != null && shown.contains(event.re()),
					state.deleted() ? List.of() : this.words.files(event.files(), room, locale));
			lines.add(before);
			dayBefore = day;
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
	 * The same, with a menu below one of them if it has one.
	 * @param of the number of that line
	 */
	String htmlWithMenu(List<RoomLine> lines, long of, RoomKey room, Locale locale) {
		StringBuilder html = new StringBuilder();
		for (RoomLine line : lines) {
			html.append(html(List.of(line), locale));
			if (line.event().seq() == of && line.hasMenu()) {
				html.append(this.fragments.part("line-menu", "menu", locale, Map.of("line", line, "room", room,
						"common", ReactionEmoji.COMMON, "editable", isEditable(line))));
			}
		}
		return html.toString();
	}

	private boolean isEditable(RoomLine line) {
		return line.own() && line.event().at().isAfter(this.clock.instant().minus(this.editing.window()));
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
